// SPDX-License-Identifier: Apache-2.0
/*
 * Consistency rules over model, evidence and assessment.
 */
#include "assess/xray.h"

#include "assess/internal.h"

struct list {
    struct rp_arena *arena;
    struct rp_finding *item;
    uint32_t n, cap;
};

static void add(struct list *list, enum rp_xray_rule rule, enum rp_class class, uint32_t i)
{
    list->item = rp_arena_grow(list->arena, list->item, list->n, &list->cap, sizeof(*list->item));
    list->item[list->n++] = (struct rp_finding){.rule = rule, .about = {.class = class, .i = i}};
}

static bool nothing_decided(const struct rp_model *m)
{
    for (uint32_t i = 1; i < m->ncontrols; i++)
        if (rp_assess_is_decided(&m->control[i]))
            return false;
    return true;
}

static void look_at_risks(const struct rp_assessment *as, struct list *list)
{
    bool nothing = nothing_decided(as->model);
    for (uint32_t i = 0; i < as->nrisks; i++) {
        const struct rp_risk *risk = &as->risk[i];
        if (risk->level[RP_DESIGNED] > risk->level[RP_WITHOUT] ||
            risk->level[RP_VERIFIED] > risk->level[RP_WITHOUT])
            add(list, RP_XRAY_RESIDUAL_ABOVE_INITIAL, RP_CLASS_HARM, risk->harm);
        if (nothing && risk->level[RP_DESIGNED] < risk->level[RP_WITHOUT])
            add(list, RP_XRAY_LOWERED_WITHOUT_CONTROL, RP_CLASS_HARM, risk->harm);
        if (risk->accepted && risk->acceptable[RP_VERIFIED])
            add(list, RP_XRAY_ACCEPTED_WITHOUT_NEED, RP_CLASS_HARM, risk->harm);
    }
}

// The first harm with the same entry of the safety file has another severity.
static bool differs(const struct rp_model *m, uint32_t harm)
{
    for (uint32_t i = 1; i < harm; i++)
        if (m->harm[harm].risk_id.n && rp_str_eq(m->harm[i].risk_id, m->harm[harm].risk_id))
            return m->harm[i].severity != m->harm[harm].severity;
    return false;
}

static void look_at_harms(const struct rp_assessment *as, struct list *list)
{
    for (uint32_t i = 1; i < as->model->nharms; i++) {
        if (!as->model->harm[i].risk_id.n)
            add(list, RP_XRAY_HARM_WITHOUT_FILE_ENTRY, RP_CLASS_HARM, i);
        if (differs(as->model, i))
            add(list, RP_XRAY_SEVERITIES_DIFFER, RP_CLASS_HARM, i);
    }
}

// At one of its places a control of the model lacks the control that it needs.
static bool some_unmet(const struct rp_assessment *as, uint32_t control)
{
    for (uint32_t i = 0; i < as->attack->graph->ncontrols; i++)
        if (as->attack->control_decision[i] == control &&
            as->unmet[RP_DESIGNED][i] != RP_GRAPH_NONE)
            return true;
    return false;
}

static bool is_superfluous(const struct rp_assessment *as, uint32_t control)
{
    bool some = false;
    for (uint32_t i = 0; i < as->attack->graph->ncontrols; i++) {
        if (as->attack->control_decision[i] != control)
            continue;
        if (!as->superfluous[i])
            return false;
        some = true;
    }
    return some;
}

static void look_at_controls(const struct rp_assessment *as, struct list *list)
{
    const struct rp_model *m = as->model;
    for (uint32_t i = 1; i < m->ncontrols; i++) {
        const struct rp_control *control = &m->control[i];
        if (!rp_assess_is_decided(control))
            continue;
        if (!control->requirement.n)
            add(list, RP_XRAY_CONTROL_WITHOUT_REQUIREMENT, RP_CLASS_CONTROL, i);
        if (!control->tests.n)
            add(list, RP_XRAY_CONTROL_WITHOUT_TEST, RP_CLASS_CONTROL, i);
        else if (as->evidence->proof[i] != RP_PROOF_HOLDS)
            add(list, RP_XRAY_CONTROL_WITHOUT_PROOF, RP_CLASS_CONTROL, i);
        if (some_unmet(as, i))
            add(list, RP_XRAY_CONTROL_WITHOUT_NEEDED, RP_CLASS_CONTROL, i);
        if (!control->assessed_by.n || !control->assessed_on.n)
            add(list, RP_XRAY_SIDE_EFFECT_NOT_ASSESSED, RP_CLASS_CONTROL, i);
        if (is_superfluous(as, i))
            add(list, RP_XRAY_CONTROL_SUPERFLUOUS, RP_CLASS_CONTROL, i);
    }
}

static void look_at_environment(const struct rp_assessment *as, struct list *list)
{
    const struct rp_model *m = as->model;
    for (uint32_t i = 1; i < m->nassumptions; i++) {
        if (!m->assumption[i].ifu.n)
            add(list, RP_XRAY_ASSUMPTION_NOT_IN_IFU, RP_CLASS_ASSUMPTION, i);
        if (!m->assumption[i].justification.in[RP_EN].n)
            add(list, RP_XRAY_ASSUMPTION_NOT_JUSTIFIED, RP_CLASS_ASSUMPTION, i);
    }
    for (uint32_t i = 1; i < m->nsources; i++) {
        bool reaches = m->source[i].excluded_by.class != RP_CLASS_NONE;
        for (uint32_t k = 0; k < as->nrisks && !reaches; k++)
            reaches = as->risk[k].by_source[i] > 0;
        if (!reaches)
            add(list, RP_XRAY_SOURCE_REACHES_NOTHING, RP_CLASS_SOURCE, i);
    }
}

static void look_at_components(const struct rp_assessment *as, struct list *list)
{
    const struct rp_model *m = as->model;
    for (uint32_t i = 1; i < m->ncomponents; i++) {
        const struct rp_component *component = &m->component[i];
        if (!component->supplier.n)
            continue; // the maker's own: its version is the device's
        if (!component->version.n)
            add(list, RP_XRAY_COMPONENT_WITHOUT_VERSION, RP_CLASS_COMPONENT, i);
        if (!component->support_until.n)
            add(list, RP_XRAY_COMPONENT_WITHOUT_SUPPORT, RP_CLASS_COMPONENT, i);
    }
}

static const struct rp_finding *sorted(struct list *list)
{
    struct rp_finding *by_rule = RP_NEWN(list->arena, struct rp_finding, list->n);
    uint32_t n = 0;
    for (int rule = 0; rule < RP_XRAY_RULES; rule++)
        for (uint32_t i = 0; i < list->n; i++)
            if (list->item[i].rule == (enum rp_xray_rule)rule)
                by_rule[n++] = list->item[i];
    return by_rule;
}

const struct rp_finding *rp_xray(struct rp_arena *a, const struct rp_assessment *as,
                                 uint32_t *ret_n)
{
    struct list list = {.arena = a};
    look_at_risks(as, &list);
    look_at_harms(as, &list);
    look_at_controls(as, &list);
    look_at_environment(as, &list);
    look_at_components(as, &list);
    if (!as->model->device.out_of_scope.in[RP_EN].n)
        add(&list, RP_XRAY_SCOPE_NOT_STATED, RP_CLASS_NONE, 0);
    *ret_n = list.n;
    return sorted(&list);
}
