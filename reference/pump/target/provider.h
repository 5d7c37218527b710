// SPDX-License-Identifier: Apache-2.0
/*
 * The cryptographic provider in the image: provider.c over Mbed TLS, provider_none.c where no control
 * needs one.
 */
#ifndef PUMP_TARGET_PROVIDER_H
#define PUMP_TARGET_PROVIDER_H

// At each start of communication, before anything else of it.
void board_provider_start(void);

#endif
