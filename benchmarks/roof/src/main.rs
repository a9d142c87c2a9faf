//! What this machine can do at most: multiply-adds, and bytes moved from its caches and from memory.
//!
//! In: `roof [--threads N]... [--milliseconds M]`. Out: a JSON list on standard output, an entry per number of threads
//! asked for (else 1 and as many as there are cores), with flop/s per instruction set and bytes/s per size of what is
//! read, copied, or copied past the caches; of each the best window, and "p90", which a tenth of the windows surpass.
//! Invariant: a window's figure counts the work of all threads over the time from the first one's start to the last
//! one's end, so it is never more than what the machine did.

mod arithmetic;
mod caches;
mod memory;
mod windows;

use std::process::ExitCode;
use std::time::Duration;

use windows::Peak;

const USAGE: &str = "usage: roof [--threads N]... [--milliseconds M]";

/// What the command line asks for.
#[derive(Debug, PartialEq)]
struct Options {
    threads: Vec<usize>,
    /// How long to measure for each figure.
    time: Duration,
}

fn parse(args: &[String], cores: usize) -> Result<Options, String> {
    let mut options = Options { threads: Vec::new(), time: Duration::from_millis(60) };
    for pair in args.chunks(2) {
        let [name, value] = pair else { return Err(format!("{} needs a value", pair[0])) };
        let number = value.parse().ok().filter(|n| (1..=10_000).contains(n));
        let number: usize = number.ok_or_else(|| format!("{name} {value}: not a number between 1 and 10,000"))?;
        match name.as_str() {
            "--threads" => options.threads.push(number),
            "--milliseconds" => options.time = Duration::from_millis(number as u64),
            _ => return Err(format!("there is no option {name}")),
        }
    }
    if options.threads.is_empty() {
        options.threads = vec![1, cores];
        options.threads.dedup();
    }
    Ok(options)
}

/// A JSON object.
fn object(entries: impl IntoIterator<Item = (String, String)>) -> String {
    let entries: Vec<String> = entries.into_iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
    format!("{{{}}}", entries.join(", "))
}

fn figures(peak: Peak) -> String {
    object([("best", peak.best), ("p90", peak.p90)].map(|(name, rate)| (name.into(), format!("{rate:.0}"))))
}

/// All figures for this many threads.
fn measure(threads: usize, time: Duration) -> String {
    let fma = arithmetic::isas().into_iter().map(|isa| {
        let peak = windows::peak(threads, time, || arithmetic::Fma::new(isa));
        (isa.name.to_string(), figures(peak))
    });
    let fma = object(fma);
    let bandwidth: Vec<String> = caches::sizes(threads)
        .into_iter()
        .map(|bytes| {
            let kinds = memory::KINDS.map(|(name, kind)| {
                let peak = windows::peak(threads, time, || memory::Sweep::new(kind, bytes / threads));
                (name.to_string(), figures(peak))
            });
            object([("bytes".to_string(), bytes.to_string())].into_iter().chain(kinds))
        })
        .collect();
    object([
        ("threads".into(), threads.to_string()),
        ("fma".into(), fma),
        ("bandwidth".into(), format!("[{}]", bandwidth.join(", "))),
    ])
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let options = match parse(&args, cores) {
        Ok(options) => options,
        Err(why) => {
            eprintln!("roof: {why}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let runs: Vec<String> = options.threads.iter().map(|&threads| measure(threads, options.time)).collect();
    println!("[{}]", runs.join(",\n "));
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(args: &[&str]) -> Result<Options, String> {
        parse(&args.iter().map(|arg| arg.to_string()).collect::<Vec<_>>(), 3)
    }

    #[test]
    fn options() {
        let ms = Duration::from_millis;
        assert_eq!(parsed(&[]), Ok(Options { threads: vec![1, 3], time: ms(60) }));
        let asked = parsed(&["--threads", "2", "--milliseconds", "5", "--threads", "4"]);
        assert_eq!(asked, Ok(Options { threads: vec![2, 4], time: ms(5) }));
        for wrong in [&["--threads"] as &[&str], &["--threads", "0"], &["--threads", "x"], &["--cores", "1"]] {
            assert!(parsed(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn json() {
        assert_eq!(figures(Peak { best: 2e9, p90: 1.5 }), r#"{"best": 2000000000, "p90": 2}"#);
    }
}
