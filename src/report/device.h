// SPDX-License-Identifier: Apache-2.0
/*
 * Decided controls -> what the build of the device's software needs: which modules of the device
 * library are in the image, which tests belong to which control, and a digest of the plan.
 */
#ifndef REMPART_REPORT_DEVICE_H
#define REMPART_REPORT_DEVICE_H

#include "attack/attack.h"
#include "base/status.h"

struct rp_device_plan {
    const struct rp_attack *attack;
    struct rp_str *module; // of catalogue/modules.yaml, in its order
    bool *wanted;          // by module: a decided control names it, or a wanted module needs it
    uint32_t nmodules;
    char hash[65]; // SHA-256 of model, catalogue and the decided controls, hexadecimal
};

// From the existing and planned controls of the model.  RP_ERR_INPUT (reported) when the built-in
// list of modules cannot be read or a control names a module that is not in it.
RP_MUST_USE enum rp_status rp_device_plan_make(struct rp_arena *a, const struct rp_attack *attack,
                                               struct rp_diags *d, struct rp_device_plan *ret_plan);

// rprt_config.h: RPRT_WITH_<MODULE> 1 for each wanted module, and the digest as RPRT_PLAN_HASH.
void rp_device_plan_header(const struct rp_device_plan *plan, struct rp_buf *out);

// JSON, schemaVersion 1: per decided control its kind, places, module, requirement and tests.
void rp_device_plan_tests(const struct rp_device_plan *plan, struct rp_buf *out);

#endif
