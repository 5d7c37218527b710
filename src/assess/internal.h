// SPDX-License-Identifier: Apache-2.0
/*
 * What the files of this room share.  Private to it.
 */
#ifndef REMPART_ASSESS_INTERNAL_H
#define REMPART_ASSESS_INTERNAL_H

#include "assess/assess.h"

// Working state of one assessment.
struct rp_assess_run {
    struct rp_arena *arena;
    struct rp_assessment *as;
    const struct rp_graph *graph;
    struct rp_graph built; // the graph in which a built control opens its steps in any case
    struct rp_risk *risk;
    bool *decided, *proven; // by graph control, before settling
    bool *hoped;       // by risk: acceptable with all that is decided and the smallest addition
    uint32_t *pending; // controls of the model that the conditions need proofs of
    uint32_t npending;
};

// Fills run->pending and the risks' proof_missing.
void rp_assess_pending(struct rp_assess_run *run);

// Fills the assessment's conditions.
void rp_assess_conditions(struct rp_assess_run *run);

// Whether a control of the model is in the device or will be.
static inline bool rp_assess_is_decided(const struct rp_control *control)
{
    return control->state == RP_EXISTING || control->state == RP_PLANNED;
}

#endif
