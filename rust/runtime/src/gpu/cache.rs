//! Compiled shaders on disk, so that the next process need not wait for the driver's compiler: one file for each adapter
//! and version of its driver. `RHEOS_CACHE` names another folder, or is `off`.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const FOLDER: &str = "RHEOS_CACHE";
/// Writing takes as long as reading all that was ever compiled, so it is not done for each plan.
const PAUSE: Duration = Duration::from_secs(2);

pub struct Cache {
    pipelines: wgpu::PipelineCache,
    file: PathBuf,
    /// How many pipelines there were at the last writing, and when that was.
    written: Mutex<(u64, Instant)>,
}

impl Cache {
    /// What earlier processes compiled. None where the driver keeps nothing, or nothing is to be kept.
    pub fn open(device: &wgpu::Device, info: &wgpu::AdapterInfo) -> Option<Cache> {
        if !device.features().contains(wgpu::Features::PIPELINE_CACHE) {
            return None;
        }
        let folder = match std::env::var_os(FOLDER) {
            Some(folder) if folder == "off" => return None,
            Some(folder) => PathBuf::from(folder),
            None => dirs::cache_dir()?.join("rheos"),
        };
        let mut version = DefaultHasher::new();
        (&info.name, &info.driver, &info.driver_info).hash(&mut version);
        let key = wgpu::util::pipeline_cache_key(info)?;
        let file = folder.join(format!("{key}_{:016x}.pipelines", version.finish()));
        let data = std::fs::read(&file).ok();
        let described = wgpu::PipelineCacheDescriptor { label: None, data: data.as_deref(), fallback: true };
        // SAFETY: the data is what `save` wrote for this adapter and driver; wgpu and the driver check its header, and a
        // file that was cut short or changed is not taken (it is written whole, under another name first).
        let pipelines = unsafe { device.create_pipeline_cache(&described) };
        Some(Cache { pipelines, file, written: Mutex::new((0, Instant::now())) })
    }

    pub fn pipelines(&self) -> &wgpu::PipelineCache {
        &self.pipelines
    }

    /// Writes what was compiled, now that there are so many pipelines, unless that was done a moment ago. What cannot be
    /// written is compiled again by the next process.
    pub fn save(&self, pipelines: u64) {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if written.0 == pipelines || (written.0 > 0 && written.1.elapsed() < PAUSE) {
            return;
        }
        if let Some(data) = self.pipelines.get_data() {
            let _ = replace(&self.file, &data);
        }
        *written = (pipelines, Instant::now());
    }
}

fn replace(file: &Path, data: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let part = file.with_extension(format!("{}.part", std::process::id()));
    std::fs::write(&part, data)?;
    std::fs::rename(&part, file)
}
