// SPDX-License-Identifier: Apache-2.0
/*
 * No control needs cryptography.
 */
#include "pump/target/provider.h"

void board_provider_start(void)
{
}
