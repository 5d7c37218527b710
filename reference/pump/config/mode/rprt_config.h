// SPDX-License-Identifier: Apache-2.0
/*
 * Degraded operation and detection only: no cryptography in the image.
 */
#ifndef RPRT_GENERATED_CONFIG_H
#define RPRT_GENERATED_CONFIG_H

#define RPRT_WITH_MODE 1
#define RPRT_WITH_DETECT 1

#endif
