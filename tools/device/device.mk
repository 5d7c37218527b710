# The reference device and the attacks on it. Included by the top Makefile.
#
#   make device        build the pump in all configurations, run one in QEMU, show its state
#   make attack        the bench: quick campaign on all builds, prints the table
#   make check-device  what continuous integration runs: images, symbols, quick attacks (< 5 minutes)
#   make attack-long   the whole campaign; writes docs/attack-campaign.md

.PHONY: device device-setup device-images attack attack-long check-device

DEVICE_OUT ?= build/device

device-setup:
	@sh tools/setup.sh docs/packages-device.txt

device-images: device-setup build
	@sh tools/device/build-all.sh $(DEVICE_OUT) build/rempart

device: device-images
	@python3 tools/device/show.py --dir $(DEVICE_OUT)
	@python3 tools/device/lm3s.py --dir $(DEVICE_OUT)

attack: device-images
	@python3 attacks/campaign.py --dir $(DEVICE_OUT) --rempart build/rempart

check-device: device-images
	@python3 reference/pump/tests/protect.py $(DEVICE_OUT)/guard || [ $$? -eq 77 ]
	@python3 tools/device/lm3s.py --dir $(DEVICE_OUT)
	@python3 tools/device/costs.py --dir $(DEVICE_OUT)
	@python3 tools/device/stack.py --dir $(DEVICE_OUT)
	@python3 tools/device/traces.py --dir $(DEVICE_OUT) --secrets 64
	@python3 attacks/campaign.py --dir $(DEVICE_OUT) --rempart build/rempart --check

# The library's own campaign has the larger numbers of power cuts (370,000) and forgeries.
attack-long: device-images
	@sh tests/export/build.sh build/rempart . $(DEVICE_OUT)/export $(DEVICE_OUT)/provider/mbedtls
	@sh runtime/test/campaign.sh build/runtime/test >$(DEVICE_OUT)/power.new
	@mv $(DEVICE_OUT)/power.new $(DEVICE_OUT)/power.txt && cat $(DEVICE_OUT)/power.txt
	@python3 attacks/campaign.py --dir $(DEVICE_OUT) --rempart build/rempart --long --write docs/attack-campaign.md \
	    --keep examples/reference-pump/evidence
