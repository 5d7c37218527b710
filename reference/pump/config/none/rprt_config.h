// SPDX-License-Identifier: Apache-2.0
/*
 * No control at all: the pump as it would be attacked.
 */
#ifndef RPRT_GENERATED_CONFIG_H
#define RPRT_GENERATED_CONFIG_H

#endif
