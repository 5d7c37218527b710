// SPDX-License-Identifier: Apache-2.0
/* Example of the configuration that is generated from a plan: every module.
 *
 * One line per control that the plan decided; a module without its line is not compiled. The other
 * constants and their ranges are explained in rprt/config.h.
 */
#ifndef RPRT_GENERATED_CONFIG_H
#define RPRT_GENERATED_CONFIG_H

#define RPRT_WITH_MODE 1
#define RPRT_WITH_DETECT 1
#define RPRT_WITH_CRYPTO 1
#define RPRT_WITH_LOG 1
#define RPRT_WITH_STORE 1
#define RPRT_WITH_BOOT 1
#define RPRT_WITH_AUTH 1
#define RPRT_WITH_CHAN 1

// SHA-256 of the plan; the device reports it, so that deployed and analysed can be compared.
#define RPRT_PLAN_HASH                                                                             \
    {                                                                                              \
        0                                                                                          \
    }

#define RPRT_SETPOINT_WORDS 4
#define RPRT_AEAD RPRT_AEAD_CCM
#define RPRT_CHAN_PROFILE RPRT_CHAN_PSK
#define RPRT_STORE_RECORDS 16
#define RPRT_AUTH_USERS 8
#define RPRT_BOOT_ROTATION 1
#define RPRT_CHAN_RX_SIZE 128

#endif
