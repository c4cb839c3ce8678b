# The only entrance. `make` alone lists the targets.
SHELL := /bin/bash
# Tools that setup installs stand before those of the machine; wasm-opt comes from npm's binaryen.
export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/node_modules/.bin:$(PATH)
# trunk reads NO_COLOR as true or false and stops at any other word.
unexport NO_COLOR

PORT ?= 8080

.PHONY: help serve build test bench fmt clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: ## build the designer, serve it, and rebuild on changes (PORT=8080)
	@scripts/setup.sh wasm packages trunk bindgen
	@echo "Netplat will be at http://localhost:$(PORT)/"
	@trunk serve --port $(PORT)

build: ## the release build into dist/: static files for any web server
	@scripts/setup.sh wasm source packages bindgen split
	@scripts/build-page.sh
	@node scripts/size.mjs dist

test: ## everything: format, lints, unit and property tests, judges, the release build, browser tests
	@scripts/setup.sh wasm source packages bindgen split browser python
	@node scripts/test.mjs

bench: build ## speed and pictures, ours beside mermaid's; how asking who may talk to whom grows
	@scripts/setup.sh browser
	@cargo build --quiet --release --bin netplat
	@node e2e/bench/speed.mjs
	@node e2e/bench/reach.mjs
	@node e2e/bench/pictures.mjs

fmt: ## format the code
	@cargo fmt --all

clean: ## remove what was built; keeps installed tools
	@rm -rf target dist
