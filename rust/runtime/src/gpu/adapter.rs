//! The GPUs of this machine, looked for once, when somebody first asks.

use rheos_base::{Result, bail};
use rheos_graph::gpu::Limits;
use std::sync::OnceLock;
use wgpu::{Backends, DeviceType, Features};

/// Chooses among them; see `visible`.
const CHOICE: &str = "RHEOS_GPU";
/// `webgpu`: no more than WebGPU promises everywhere is used of a GPU.
const LIMITS: &str = "RHEOS_GPU_LIMITS";

/// Features that are used where they are there.
const WANTED: Features = Features::SHADER_F16
    .union(Features::SHADER_INT64)
    .union(Features::SHADER_F64)
    .union(Features::SUBGROUP)
    .union(Features::PIPELINE_CACHE);

/// A GPU, or a program that acts as one.
pub struct Adapter {
    pub handle: wgpu::Adapter,
    pub info: wgpu::AdapterInfo,
}

impl Adapter {
    /// It computes on the CPU's threads: for tests, and where nothing else is there.
    pub fn is_software(&self) -> bool {
        self.info.device_type == DeviceType::Cpu
    }

    /// `discrete`, `integrated`, `virtual`, `software` or `other`.
    pub fn kind(&self) -> &'static str {
        match self.info.device_type {
            DeviceType::DiscreteGpu => "discrete",
            DeviceType::IntegratedGpu => "integrated",
            DeviceType::VirtualGpu => "virtual",
            DeviceType::Cpu => "software",
            DeviceType::Other => "other",
        }
    }

    /// What plans may count on.
    pub fn limits(&self) -> Limits {
        let (limits, features) = (self.wgpu_limits(), self.features());
        Limits {
            binding: limits.max_storage_buffer_binding_size,
            buffer: limits.max_buffer_size,
            bindings: limits.max_storage_buffers_per_shader_stage as usize,
            groups: limits.max_compute_workgroups_per_dimension,
            invocations: limits.max_compute_invocations_per_workgroup,
            shared: limits.max_compute_workgroup_storage_size,
            f16: features.contains(Features::SHADER_F16),
            i64: features.contains(Features::SHADER_INT64),
            f64: features.contains(Features::SHADER_F64),
            subgroups: features.contains(Features::SUBGROUP),
        }
    }

    /// What a device is asked for.
    pub fn features(&self) -> Features {
        if is_least() { Features::empty() } else { self.handle.features() & WANTED }
    }

    pub fn wgpu_limits(&self) -> wgpu::Limits {
        if is_least() { wgpu::Limits::default() } else { self.handle.limits() }
    }
}

fn is_least() -> bool {
    std::env::var(LIMITS).is_ok_and(|v| v == "webgpu")
}

/// All that can run compute shaders, hardware before software, discrete before integrated. The first call loads the
/// drivers.
pub fn all() -> &'static [Adapter] {
    static FOUND: OnceLock<Vec<Adapter>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let mut how = wgpu::InstanceDescriptor::new_without_display_handle();
        how.backends = Backends::VULKAN | Backends::METAL | Backends::DX12;
        how.flags = wgpu::InstanceFlags::empty();
        let instance = wgpu::Instance::new(how);
        let handles = pollster::block_on(instance.enumerate_adapters(Backends::all()));
        let adapters = handles.into_iter().map(|handle| Adapter { info: handle.get_info(), handle });
        let mut adapters: Vec<Adapter> = adapters.collect();
        adapters.sort_by_key(|a| match a.info.device_type {
            DeviceType::DiscreteGpu => 0,
            DeviceType::IntegratedGpu | DeviceType::VirtualGpu => 1,
            DeviceType::Other => 2,
            DeviceType::Cpu => 3,
        });
        adapters
    })
}

/// The GPUs that a session may use, `/device:GPU:0` first. The environment variable `RHEOS_GPU` is a list of numbers
/// among the hardware, a part of a name, `software`, or `off`; without it, all hardware.
///
/// # Errors
/// The variable names a GPU that is not here.
pub fn visible() -> Result<Vec<&'static Adapter>> {
    choose(std::env::var(CHOICE).unwrap_or_default().trim())
}

fn choose(choice: &str) -> Result<Vec<&'static Adapter>> {
    if matches!(choice, "off" | "none" | "-1") {
        return Ok(Vec::new());
    }
    let of_kind = |software: bool| all().iter().filter(move |a| a.is_software() == software);
    if choice.is_empty() {
        return Ok(of_kind(false).collect());
    }
    if choice == "software" {
        return Ok(of_kind(true).collect());
    }
    let hardware: Vec<&Adapter> = of_kind(false).collect();
    let numbers: Option<Vec<usize>> = choice.split(',').map(|n| n.trim().parse().ok()).collect();
    let Some(numbers) = numbers else {
        let named: Vec<&Adapter> =
            all().iter().filter(|a| a.info.name.to_lowercase().contains(&choice.to_lowercase())).collect();
        if named.is_empty() {
            bail!(InvalidArgument, "{CHOICE}={choice}: no GPU here has such a name; hint: python -m rheos devices");
        }
        return Ok(named);
    };
    let mut chosen = Vec::with_capacity(numbers.len());
    for n in numbers {
        let Some(adapter) = hardware.get(n) else {
            bail!(
                InvalidArgument,
                "{CHOICE}={choice}: there are {} GPUs here, counted from 0; hint: python -m rheos devices",
                hardware.len()
            );
        };
        chosen.push(*adapter);
    }
    Ok(chosen)
}

/// Of `visible`, those in a session's `visible_device_list` (`"1,0"`; empty: all).
///
/// # Errors
/// As `visible`, or the list names one that is not here.
pub fn selected(list: &str) -> Result<Vec<&'static Adapter>> {
    let visible = visible()?;
    if list.trim().is_empty() {
        return Ok(visible);
    }
    let mut chosen = Vec::new();
    for text in list.split(',') {
        let Some(adapter) = text.trim().parse().ok().and_then(|n: usize| visible.get(n)) else {
            bail!(
                InvalidArgument,
                "visible_device_list = '{list}': '{}' is not the number of a GPU, of which there are {}",
                text.trim(),
                visible.len()
            );
        };
        chosen.push(*adapter);
    }
    Ok(chosen)
}

/// Could there be a GPU for sessions? Tells without loading a driver: on Linux, GPUs have files.
pub fn may_be_here() -> bool {
    static FILES: OnceLock<bool> = OnceLock::new();
    let files = || {
        let among = |folder: &str, start: &str| {
            std::fs::read_dir(folder).is_ok_and(|mut files| {
                files.any(|f| f.is_ok_and(|f| f.file_name().to_string_lossy().starts_with(start)))
            })
        };
        !cfg!(target_os = "linux") || among("/dev/dri", "render") || among("/dev", "nvidia") || among("/dev", "dxg")
    };
    match std::env::var(CHOICE) {
        Ok(choice) if !choice.trim().is_empty() => !matches!(choice.trim(), "off" | "none" | "-1"),
        _ => *FILES.get_or_init(files),
    }
}
