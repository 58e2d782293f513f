# Everything there is to remember. Always the whole workspace: `-p` would resolve other features and build twice.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help test test-deploy test-stack test-install test-boot security chaos lint bench fuzz schema errors release-schema

# The artefacts of the tests: a plain build resolves other features and would compile every dependency once more.
build := cargo test --workspace --no-run
xorb := $${CARGO_TARGET_DIR:-target}/debug/xorb

help: ## Show this list
	@sed -nE 's/^([a-z%-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name text; do printf '  make %-15s %s\n' "$$name" "$$text"; done

test: ## Run every test, against PostgreSQL, Redis and nginx instances of its own
	deploy/scripts/install-test-packages.sh
	cargo test --workspace
	$(MAKE) --no-print-directory test-deploy

# The whole stack takes a minute here; `make test-stack` also kills each of its processes, which takes two.
test-deploy: ## Check what is under deploy/: certificates, nginx, units, backups, updates, monitoring, the whole stack
	deploy/scripts/install-test-packages.sh
	deploy/tests/all.sh
	$(build)
	deploy/tests/stack.sh doors renewal front rolling

test-stack: ## Start the whole stack as it is installed, on loopback with mutual TLS; try every door, kill, update, e.g. make test-stack SUBJECTS=rolling
	deploy/scripts/install-test-packages.sh
	$(build)
	deploy/tests/stack.sh $(SUBJECTS)

test-install: ## Run the installer in a Debian of its own, three times (root, some minutes)
	deploy/tests/installation.sh

test-boot: ## Install in a Debian that systemd boots, and run, kill, update, uninstall what is there (root, some minutes)
	deploy/scripts/install-test-packages.sh
	$(build)
	deploy/tests/boot.sh

security: ## Run the security tools on code, build, manifests and the running program; writes docs/security-testing.md
	deploy/scripts/install-test-packages.sh
	deploy/security/security.sh

# CHAOS_SEED=n draws the same blows again.
chaos: ## Kill, freeze and cut off workers, Redis and PostgreSQL over 100,000 jobs, e.g. make chaos CHAOS_JOBS=10000
	deploy/scripts/install-test-packages.sh
	CHAOS_JOBS=$(or $(CHAOS_JOBS),100000) cargo test --workspace --test it jobs::chaos -- --nocapture

lint: ## Check formatting, clippy and that what is generated is current
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	$(build)
	@$(xorb) schema | diff -u schema.graphql - || { echo 'schema.graphql is not current: run make schema, and commit it'; exit 1; }
	@$(xorb) schema --operators | diff -u operators.graphql - || { echo 'operators.graphql is not current: run make schema, and commit it'; exit 1; }
	@$(xorb) errors | diff -u docs/errors.md - || { echo 'docs/errors.md is not current: run make errors, and commit it'; exit 1; }

bench: ## Run all benchmarks (release build)
	cargo build --release --workspace
	$${CARGO_TARGET_DIR:-target}/release/xorb-bench

bench-%: ## Run one benchmark, e.g. make bench-startup
	cargo build --release --workspace
	$${CARGO_TARGET_DIR:-target}/release/xorb-bench $*

# A whole minute of each target by default; FUZZ_SECONDS=3600 for an hour, FUZZ_TARGETS=gate for one of them.
fuzz: ## Fuzz the document gate and the request handler, e.g. make fuzz FUZZ_SECONDS=3600
	@command -v cargo-fuzz > /dev/null || { echo 'cargo-fuzz is missing: cargo install cargo-fuzz'; exit 1; }
	cp Cargo.lock fuzz/Cargo.lock
	fuzz/seed.sh
	for target in $(or $(FUZZ_TARGETS),gate handler); do \
		mkdir -p fuzz/corpus/$$target; \
		RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none $$target fuzz/corpus/$$target fuzz/seeds/$$target -- \
			-max_total_time=$(or $(FUZZ_SECONDS),60) -timeout=10 -max_len=16384 -dict=fuzz/graphql.dict -print_final_stats=1; \
	done

schema: ## Write schema.graphql and operators.graphql from the program
	$(build)
	$(xorb) schema > schema.graphql.new
	mv schema.graphql.new schema.graphql
	$(xorb) schema --operators > operators.graphql.new
	mv operators.graphql.new operators.graphql

errors: ## Write docs/errors.md from the program
	$(build)
	$(xorb) errors > docs/errors.md.new
	mv docs/errors.md.new docs/errors.md

release-schema: schema ## Keep schema.graphql as that of a release: what is in it breaks no more
	mkdir -p releases
	cp schema.graphql releases/schema.graphql
