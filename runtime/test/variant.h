// SPDX-License-Identifier: Apache-2.0
/* The example configuration with the two choices of the link taken from the command line:
 *   -DRPRT_CONFIG_FILE='"variant.h"' -DRPRT_VARIANT_AEAD=RPRT_AEAD_CCM
 *   -DRPRT_VARIANT_PROFILE=RPRT_CHAN_PSK
 */
#ifndef RPRT_TEST_VARIANT_H
#define RPRT_TEST_VARIANT_H

#include "rprt_config.h"

#undef RPRT_AEAD
#define RPRT_AEAD RPRT_VARIANT_AEAD
#undef RPRT_CHAN_PROFILE
#define RPRT_CHAN_PROFILE RPRT_VARIANT_PROFILE

#endif
