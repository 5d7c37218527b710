# The two commands that a newcomer needs, and the ones that the house needs.
# Everything else is meson: meson test -C build --suite golden, and so on.

.PHONY: help setup build demo check sanitize fuzz coverage tidy bench clean setup-clang

WERROR = $(if $(CI),true,false)
SANITIZE = -Db_sanitize=address,undefined -Db_lundef=false -Dc_args=-DRP_ARENA_DEBUG
FUZZ_SECONDS ?= 60

help:
	@echo "make demo      install what is missing, build, assess the ventilator, show where to look"
	@echo "make check     install what is missing, build, run all tests"
	@echo
	@echo "make sanitize  the tests under clang's address and undefined-behaviour sanitizers"
	@echo "make fuzz      each fuzz target for FUZZ_SECONDS=$(FUZZ_SECONDS)"
	@echo "make coverage  line coverage of src/"
	@echo "make tidy      clang-tidy over all sources"
	@echo "make bench     speed and memory, beside other programs where they are installed"
	@echo
	@echo "make device        build the reference pump and run it in QEMU"
	@echo "make attack        attack it, print the table        make attack-long  the whole campaign"
	@echo "make check-device  its quick tests on the simulated target"

setup:
	@sh tools/setup.sh docs/packages.txt

build: setup
	@[ -f build/build.ninja ] || meson setup build -Dwerror=$(WERROR)
	@ninja -C build

demo: build
	@sh tools/demo.sh build

check: build
	@sh tools/check.sh build

setup-clang:
	@sh tools/setup.sh docs/packages.txt docs/packages-clang.txt

sanitize: setup-clang
	@[ -f build-sanitize/build.ninja ] || CC=clang meson setup build-sanitize $(SANITIZE)
	@ninja -C build-sanitize
	@sh tools/check.sh build-sanitize

fuzz: setup-clang
	@[ -f build-fuzz/build.ninja ] || CC=clang meson setup build-fuzz -Dfuzz=true $(SANITIZE)
	@ninja -C build-fuzz
	@sh tools/fuzz.sh build-fuzz $(FUZZ_SECONDS)

coverage: setup
	@sh tools/setup.sh docs/packages-coverage.txt
	@[ -f build-coverage/build.ninja ] || meson setup build-coverage -Db_coverage=true
	@ninja -C build-coverage
	@sh tools/check.sh build-coverage
	@gcovr -r . --object-directory build-coverage -f 'src/' --print-summary -o build-coverage/coverage.txt
	@echo "details: build-coverage/coverage.txt"

tidy: setup-clang
	@[ -f build-tidy/build.ninja ] || CC=clang meson setup build-tidy
	@ninja -C build-tidy
	@sh tools/tidy.sh build-tidy

bench: setup
	@sh tools/setup.sh docs/packages-bench.txt
	@[ -f build-bench/build.ninja ] || meson setup build-bench --buildtype=release
	@ninja -C build-bench
	@sh bench/run.sh build-bench

clean:
	rm -rf build build-*

include tools/device/device.mk
