// SPDX-License-Identifier: Apache-2.0
// Example of a plan without cryptography: base, mode and detect alone, for an isolated device.
#ifndef RPRT_GENERATED_CONFIG_H
#define RPRT_GENERATED_CONFIG_H

#define RPRT_WITH_MODE 1
#define RPRT_WITH_DETECT 1
#define RPRT_SETPOINT_WORDS 4

#endif
