# The entry points that README names. `make` alone lists them.
#
# Everything goes into .venv, made here on first use; a stamp file in it stands for each finished step, so that a second
# call does only what a changed file asks for. Take another Python with: make test PYTHON=/path/to/python3.12

VENV := .venv
BIN := $(VENV)/bin
CARGO ?= cargo
RUST_MIN := $(shell sed -n 's/^rust-version = "\([0-9.]*\)".*/\1/p' Cargo.toml)
PYTEST_FLAGS ?= -n auto

# The newest Python that is new enough and can make a virtual environment.
USABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))
ifndef PYTHON
PYTHON := $(shell for minor in 19 18 17 16 15 14 13 12 11 10; do \
	python=$$(command -v python3.$$minor) && "$$python" -c '$(USABLE)' 2>/dev/null && echo "$$python" && exit; \
	done; python=$$(command -v python3) && "$$python" -c '$(USABLE)' 2>/dev/null && echo "$$python")
endif

RUST_SOURCES := $(shell find rust shaders -type f \( -name '*.rs' -o -name '*.toml' -o -name '*.wgsl' \) 2>/dev/null) \
	Cargo.toml Cargo.lock pyproject.toml

SAY = @echo "==>"

.PHONY: help demo test bench peers roof lint fmt tools clean
.DELETE_ON_ERROR:

help:
	@echo "make demo    build rheos and train a small network on handwritten digits"
	@echo "make test    everything that must hold: lints, Rust tests, Python tests, tidy checks"
	@echo "make bench   time rheos (asv); make peers compares it with TensorFlow, PyTorch and JAX"
	@echo "make roof    what this machine can do at most: arithmetic, caches, memory"
	@echo "make lint    the lints alone; make fmt formats all sources"
	@echo "make clean   remove .venv and cargo's build folder"

demo: $(VENV)/.extension $(VENV)/.extra-demo
	$(SAY) "demo: training on handwritten digits (examples/digits/train.py)"
	@$(BIN)/python examples/digits/train.py

test: lint
	$(SAY) "test: generated files and tidy checks (rust/xtask)"
	@$(CARGO) run --quiet -p rheos-xtask -- check
	@$(CARGO) run --quiet -p rheos-xtask -- tidy
	$(SAY) "test: Rust tests"
	@$(CARGO) test --workspace --quiet
	$(SAY) "test: Python tests and examples"
	@$(BIN)/python -m pytest $(PYTEST_FLAGS)

lint: $(VENV)/.extension $(VENV)/.extra-lint $(VENV)/.extra-test
	$(SAY) "lint: cargo fmt and clippy"
	@$(CARGO) fmt --all --check
	@$(CARGO) clippy --workspace --all-targets --quiet -- -D warnings
	$(SAY) "lint: ruff and mypy"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "make: these files are not formatted; make fmt does it:"; \
		$(BIN)/ruff format --check .; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/stubtest rheos._native --concise

fmt: $(VENV)/.extra-lint
	$(SAY) "fmt: cargo fmt and ruff format"
	@$(CARGO) fmt --all
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

bench: $(VENV)/.extension $(VENV)/.extra-bench
	$(SAY) "bench: asv suite in benchmarks/ (results per commit in .asv/)"
	@$(BIN)/asv machine --config benchmarks/asv.conf.json --yes >/dev/null
	@$(BIN)/asv run --config benchmarks/asv.conf.json --environment existing:$(abspath $(BIN))/python \
		--set-commit-hash "$$(git rev-parse HEAD)" --show-stderr $(ASV_FLAGS)

# Peers that are installed nowhere are listed as such. PEERS says where else to look, for example
# make peers PEERS="--python tensorflow=/path/to/python"
peers: $(VENV)/.extension
	$(SAY) "peers: the same work in rheos, TensorFlow, PyTorch and JAX (benchmarks/peers/)"
	@$(BIN)/python -m benchmarks.peers $(PEERS)

roof: | tools
	$(SAY) "roof: flop/s and bytes/s of one thread and of all (benchmarks/roof/)"
	@$(CARGO) run --release --quiet -p rheos-roof

clean:
	$(SAY) "clean: removing $(VENV) and cargo's build folder"
	@rm -rf $(VENV) python/rheos/_native*.so
	@$(CARGO) clean

# --- what the targets above need ---------------------------------------------------------------------------------------------

tools:
	@fail() { printf 'make: %s\n' "$$@" >&2; exit 1; }; \
	command -v "$(CARGO)" >/dev/null 2>&1 || fail "cargo was not found: install Rust $(RUST_MIN) or newer (rustup is the usual way)"; \
	have=$$(rustc --version 2>/dev/null | sed 's/^rustc \([0-9.]*\).*/\1/'); \
	[ -n "$$have" ] || fail "cargo is there, but rustc does not start: see what 'rustc --version' says"; \
	[ "$$(printf '%s\n' "$(RUST_MIN)" "$$have" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$(RUST_MIN)" ] \
		|| fail "Rust $$have is too old: rheos needs $(RUST_MIN) or newer ('rustup update' brings it)"; \
	[ -n "$(PYTHON)" ] || fail "no usable Python found: install Python 3.10 or newer with its venv module (Debian: python3-venv)," \
		"      or name one: make PYTHON=/path/to/python3"; \
	"$(PYTHON)" -c '$(USABLE)' || fail "$(PYTHON) cannot be used: Python 3.10 or newer with the venv and ensurepip modules is needed"; \
	command -v cc >/dev/null 2>&1 || fail "no C compiler: Rust links with 'cc' (Debian: gcc and libc6-dev; macOS: xcode-select --install)"; \
	probe=$$(mktemp) && echo 'int main(void) { return 0; }' | cc -x c - -o "$$probe" 2>/dev/null \
		|| { rm -f "$$probe"; fail "'cc' cannot link a program: the C library's files are missing (Debian: libc6-dev)"; }; \
	rm -f "$$probe"

$(VENV)/.made: | tools
	$(SAY) "setup: making $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "maturin>=1.9,<2"
	@touch $@

# Extras of pyproject.toml, without building rheos for them.
$(VENV)/.extra-%: pyproject.toml $(VENV)/.made
	$(SAY) "setup: installing what '$*' needs"
	@$(BIN)/python -c 'import sys; v = sys.version_info >= (3, 11); \
		toml = __import__("tomllib") if v else __import__("pip._vendor.tomli", fromlist=["load"]); \
		project = toml.load(open("pyproject.toml", "rb"))["project"]; \
		print(*project["optional-dependencies"]["$*"], sep="\n")' > $(VENV)/$*.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $(VENV)/$*.txt
	@touch $@

$(VENV)/.extension: $(RUST_SOURCES) $(VENV)/.made | tools
	$(SAY) "build: the Rust extension, optimised (minutes the first time)"
	@VIRTUAL_ENV="$(abspath $(VENV))" $(BIN)/maturin develop --release --quiet
	@touch $@
