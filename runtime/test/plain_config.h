// SPDX-License-Identifier: Apache-2.0
// All modules, without exchange of the roots: what a build without RPRT_BOOT_ROTATION compiles.
#include "../config/rprt_config.h"
#undef RPRT_BOOT_ROTATION
