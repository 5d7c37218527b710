# The two commands that a newcomer needs, and the ones that the house needs.
# Everything else is meson: meson test -C build --suite golden, and so on.

.PHONY: help setup demo check build bench coverage fuzz sanitize tidy

help:
	@echo "make demo      install what is missing, build, assess the ventilator, show where to look"
	@echo "make check     install what is missing, build, run all tests"

setup:
	@sh tools/setup.sh docs/packages.txt

build: setup
	@[ -d build ] || meson setup build
	@ninja -C build

check: build
	@meson test -C build --print-errorlogs
