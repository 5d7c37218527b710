// SPDX-License-Identifier: Apache-2.0
/*
 * The smallest set of controls that leaves no attack of the bench open (docs/attack-campaign.md).
 */
#ifndef RPRT_GENERATED_CONFIG_H
#define RPRT_GENERATED_CONFIG_H

#define RPRT_WITH_MODE 1
#define RPRT_WITH_CRYPTO 1
#define RPRT_WITH_LOG 1
#define RPRT_WITH_STORE 1
#define RPRT_WITH_BOOT 1
#define RPRT_WITH_AUTH 1
#define RPRT_WITH_CHAN 1

#endif
