// SPDX-License-Identifier: Apache-2.0
/*
 * Consistency rules over model, evidence and assessment: what an attentive reader would find.
 */
#ifndef REMPART_ASSESS_XRAY_H
#define REMPART_ASSESS_XRAY_H

#include "assess/assess.h"

enum rp_xray_rule {
    RP_XRAY_RESIDUAL_ABOVE_INITIAL,      // a harm is easier to reach with the controls than without
    RP_XRAY_LOWERED_WITHOUT_CONTROL,     // a risk is lower as designed though nothing is decided
    RP_XRAY_SEVERITIES_DIFFER,           // one entry of the safety file, two severities
    RP_XRAY_HARM_WITHOUT_FILE_ENTRY,     // no link to the safety risk file
    RP_XRAY_CONTROL_WITHOUT_REQUIREMENT, // decided, no requirement id
    RP_XRAY_CONTROL_WITHOUT_TEST,
    RP_XRAY_CONTROL_WITHOUT_PROOF,  // tests named, proof does not hold
    RP_XRAY_CONTROL_WITHOUT_NEEDED, // the control that it needs is not decided
    RP_XRAY_SIDE_EFFECT_NOT_ASSESSED,
    RP_XRAY_CONTROL_SUPERFLUOUS,   // closes no path
    RP_XRAY_ACCEPTED_WITHOUT_NEED, // risk accepted although acceptable as verified
    RP_XRAY_ASSUMPTION_NOT_IN_IFU, // no anchor in the instructions for use
    RP_XRAY_ASSUMPTION_NOT_JUSTIFIED,
    RP_XRAY_COMPONENT_WITHOUT_VERSION, // of a supplier
    RP_XRAY_COMPONENT_WITHOUT_SUPPORT, // no end of support, not even "unknown"
    RP_XRAY_SCOPE_NOT_STATED,          // nothing is said of what is out of scope
    RP_XRAY_SOURCE_REACHES_NOTHING,    // a source of risk from which no harm is reachable
    RP_XRAY_RULES
};

struct rp_finding {
    enum rp_xray_rule rule;
    struct rp_ref about; // class NONE: the device
};

// All findings, by rule, then in the order of the model.  In the arena.
const struct rp_finding *rp_xray(struct rp_arena *a, const struct rp_assessment *as,
                                 uint32_t *ret_n);

#endif
