//! Runs shaders through wgpu, nothing of the engine's own device in between.

use rheos_graph::gpu::{Binding, Limits, Shaders};
use std::sync::OnceLock;
use wgpu::util::DeviceExt;
use wgpu::{BufferUsages, Features};

pub struct Gpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    pub limits: Limits,
}

/// The adapter, if there is one; a missing one is a failure where `RHEOS_REQUIRE_GPU` is set.
pub fn gpu() -> Option<&'static Gpu> {
    static GPU: OnceLock<Option<Gpu>> = OnceLock::new();
    let found = GPU.get_or_init(|| pollster::block_on(open()));
    if found.is_none() {
        assert!(std::env::var_os("RHEOS_REQUIRE_GPU").is_none(), "no adapter for shaders");
        println!("skipped: no adapter for shaders");
    }
    found.as_ref()
}

async fn open() -> Option<Gpu> {
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
    let mut adapters = instance.enumerate_adapters(wgpu::Backends::PRIMARY).await;
    adapters.sort_by_key(|adapter| adapter.get_info().device_type == wgpu::DeviceType::Cpu);
    let adapter = adapters.into_iter().next()?;
    let wanted = Features::SHADER_F16 | Features::SHADER_F64 | Features::SHADER_INT64;
    let features = adapter.features() & wanted;
    let descriptor =
        wgpu::DeviceDescriptor { required_features: features, required_limits: adapter.limits(), ..Default::default() };
    let (device, queue) = adapter.request_device(&descriptor).await.ok()?;
    let limits = Limits {
        f16: features.contains(Features::SHADER_F16),
        f64: features.contains(Features::SHADER_F64),
        i64: features.contains(Features::SHADER_INT64),
        ..Limits::WEBGPU
    };
    Some(Gpu { device, queue, limits })
}

impl Gpu {
    /// Runs the dispatches on buffers with these contents; gives their contents afterwards.
    pub fn run(&self, shaders: &Shaders, slots: &[Vec<u8>]) -> Vec<Vec<u8>> {
        let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
        let filled = |bytes: &[u8], usage| {
            let mut contents = bytes.to_vec();
            contents.resize(bytes.len().next_multiple_of(4).max(4), 0xcd);
            self.device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
                label: None,
                contents: &contents,
                usage,
            })
        };
        let buffers: Vec<wgpu::Buffer> = slots.iter().map(|bytes| filled(bytes, usage)).collect();
        let scratch: Vec<wgpu::Buffer> = shaders.scratch.iter().map(|&size| filled(&vec![0xab; size], usage)).collect();
        let mut encoder = self.device.create_command_encoder(&Default::default());
        for dispatch in &shaders.dispatches {
            let entry = |binding: usize, ty| wgpu::BindGroupLayoutEntry {
                binding: binding as u32,
                visibility: wgpu::ShaderStages::COMPUTE,
                ty: wgpu::BindingType::Buffer { ty, has_dynamic_offset: false, min_binding_size: None },
                count: None,
            };
            let storage = wgpu::BufferBindingType::Storage { read_only: false };
            let mut entries = vec![entry(0, wgpu::BufferBindingType::Uniform)];
            entries.extend((1..=dispatch.bindings.len()).map(|n| entry(n, storage)));
            let layout = self
                .device
                .create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: None, entries: &entries });
            let source = wgpu::ShaderSource::Wgsl(dispatch.source.as_ref().into());
            let descriptor = wgpu::ShaderModuleDescriptor { label: None, source };
            // SAFETY: the shaders read and write inside their buffers, which is what is tested here.
            let module =
                unsafe { self.device.create_shader_module_trusted(descriptor, wgpu::ShaderRuntimeChecks::unchecked()) };
            let pipeline_layout = self.device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                bind_group_layouts: &[Some(&layout)],
                ..Default::default()
            });
            let pipeline = self.device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                label: None,
                layout: Some(&pipeline_layout),
                module: &module,
                entry_point: Some("main"),
                compilation_options: wgpu::PipelineCompilationOptions {
                    zero_initialize_workgroup_memory: false,
                    ..Default::default()
                },
                cache: None,
            });
            let words: Vec<u8> = dispatch.params.iter().flat_map(|word| word.to_ne_bytes()).collect();
            let params = filled(&words, BufferUsages::UNIFORM);
            let bound = |binding: &Binding| match *binding {
                Binding::Input(slot) | Binding::Output(slot) => &buffers[slot],
                Binding::Scratch(i) => &scratch[i],
            };
            let mut entries = vec![wgpu::BindGroupEntry { binding: 0, resource: params.as_entire_binding() }];
            entries.extend(dispatch.bindings.iter().enumerate().map(|(n, binding)| wgpu::BindGroupEntry {
                binding: n as u32 + 1,
                resource: bound(binding).as_entire_binding(),
            }));
            let group = self.device.create_bind_group(&wgpu::BindGroupDescriptor {
                label: None,
                layout: &layout,
                entries: &entries,
            });
            let mut pass = encoder.begin_compute_pass(&Default::default());
            pass.set_pipeline(&pipeline);
            pass.set_bind_group(0, &group, &[]);
            pass.dispatch_workgroups(dispatch.groups[0], dispatch.groups[1], dispatch.groups[2]);
        }
        let copies: Vec<wgpu::Buffer> = buffers
            .iter()
            .map(|buffer| {
                let usage = BufferUsages::MAP_READ | BufferUsages::COPY_DST;
                let descriptor =
                    wgpu::BufferDescriptor { label: None, size: buffer.size(), usage, mapped_at_creation: false };
                let copy = self.device.create_buffer(&descriptor);
                encoder.copy_buffer_to_buffer(buffer, 0, &copy, 0, buffer.size());
                copy
            })
            .collect();
        self.queue.submit([encoder.finish()]);
        copies.iter().for_each(|copy| copy.map_async(wgpu::MapMode::Read, .., |mapped| mapped.unwrap()));
        self.device.poll(wgpu::PollType::wait_indefinitely()).unwrap();
        let read =
            |(copy, bytes): (&wgpu::Buffer, &Vec<u8>)| copy.get_mapped_range(..).unwrap()[..bytes.len()].to_vec();
        copies.iter().zip(slots).map(read).collect()
    }
}
