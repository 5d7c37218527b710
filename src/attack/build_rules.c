// SPDX-License-Identifier: Apache-2.0
/*
 * What controls demand of each other: rules between kinds -> constraints between places.
 */
#include "attack/build.h"

enum {
    MOST_HOSTS = 64,               // components that run one on the other
    MOST_ITEMS = 10 * 1000 * 1000, // of the lists of all constraints
};

static void add_target(struct rp_build *b, struct rp_build_targets *t, uint32_t thing,
                       const struct rp_control_rule *rule)
{
    for (uint32_t i = 0; thing && i < rule->n; i++) {
        uint32_t node = rp_build_defense(b, thing, rule->any[i]);
        if (!node)
            continue;
        t->node = rp_arena_grow(&b->scratch, t->node, t->n, &t->cap, sizeof(uint32_t));
        t->node[t->n++] = node;
    }
}

// A component and, when asked for, those it runs on.
static void add_component(struct rp_build *b, struct rp_build_targets *t, uint32_t component,
                          const struct rp_control_rule *rule)
{
    const struct rp_binding *bind = b->binding;
    for (int i = 0; component && i < MOST_HOSTS; i++) {
        add_target(b, t, bind->thing[RP_CLASS_COMPONENT][component], rule);
        component = rule->where == RP_WHERE_HOST ? bind->model->component[component].host.i : 0;
    }
}

static void add_ends(struct rp_build *b, struct rp_build_targets *t, uint32_t flow, unsigned part,
                     const struct rp_control_rule *rule)
{
    const struct rp_flow *f = &b->binding->model->flow[flow];
    if (rule->where != RP_WHERE_ENDS || part == 0)
        add_component(b, t, f->from.i, rule);
    if (rule->where != RP_WHERE_ENDS || part == 1)
        add_component(b, t, f->to.i, rule);
}

unsigned rp_build_parts(const struct rp_build *b, uint32_t node, const struct rp_control_rule *rule)
{
    struct rp_ref place = b->binding->place[b->mal_graph->node[node].thing];
    return rule->where == RP_WHERE_ENDS && place.class == RP_CLASS_FLOW ? 2 : 1;
}

// The same for every place: found once for each rule.
static struct rp_build_targets anywhere(struct rp_build *b, const struct rp_control_rule *rule)
{
    for (uint32_t i = 0; i < b->nanywhere; i++)
        if (b->anywhere[i].rule == rule)
            return b->anywhere[i].targets;
    struct rp_build_targets t = {0};
    for (uint32_t i = 1; i < b->binding->in.nthings; i++)
        add_target(b, &t, i, rule);
    b->anywhere = rp_arena_grow(&b->scratch, b->anywhere, b->nanywhere, &b->anywhere_cap,
                                sizeof(*b->anywhere));
    b->anywhere[b->nanywhere++] = (struct rp_build_anywhere){rule, t};
    return t;
}

void rp_build_targets_of(struct rp_build *b, uint32_t node, const struct rp_control_rule *rule,
                         unsigned part, struct rp_build_targets *ret_targets)
{
    const struct rp_binding *bind = b->binding;
    uint32_t thing = b->mal_graph->node[node].thing;
    struct rp_ref place = bind->place[thing];
    *ret_targets = (struct rp_build_targets){0};
    if (rule->where == RP_WHERE_SAME) {
        add_target(b, ret_targets, thing, rule);
    } else if (rule->where == RP_WHERE_ANYWHERE) {
        *ret_targets = anywhere(b, rule);
    } else if (place.class == RP_CLASS_COMPONENT) {
        add_component(b, ret_targets, place.i, rule);
    } else if (place.class == RP_CLASS_INTERFACE) {
        add_component(b, ret_targets, bind->model->interface[place.i].component, rule);
    } else if (place.class == RP_CLASS_FLOW) {
        add_ends(b, ret_targets, place.i, part, rule);
    }
}

static bool holds_already(const struct rp_build_targets *t, uint32_t node)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (t->node[i] == node)
            return true;
    return false;
}

// Nothing here can fulfil the rule: the control must not be chosen.  Who decided on it is told.
static void unmet(struct rp_build *b, uint32_t node, const struct rp_control_rule *rule)
{
    b->forbidden[node] = true;
    uint32_t decision = b->decision[node];
    if (!decision || b->binding->model->control[decision].state == RP_REFUSED)
        return;
    const struct rp_control *c = &b->binding->model->control[decision];
    struct rp_diag *diag =
        rp_report(b->binding->d, RP_MSG_CONTROL_UNMET, c->item.kind.at, "%.*s",
                  RP_FMT(b->binding->in.thing[b->mal_graph->node[node].thing].name));
    rp_report_note(b->binding->d, diag, RP_MSG_NOTE_HERE, rule->at, "%s", "");
}

// A rule for the whole device makes a list for each place: told once.
static void too_many(struct rp_build *b, const struct rp_control_rule *rule)
{
    if (!b->too_many)
        rp_report(b->binding->d, RP_MSG_ATTACK_RULE_TOO_LARGE, rule->at, "%s", "");
    b->too_many = true;
}

static void constrain(struct rp_build *b, uint32_t node, const struct rp_control_rule *rule,
                      enum rp_constraint_type type)
{
    for (unsigned part = 0; part < rp_build_parts(b, node, rule); part++) {
        struct rp_build_targets t;
        rp_build_targets_of(b, node, rule, part, &t);
        if (type != RP_EXCLUDES_ALL && holds_already(&t, node))
            continue;
        if (t.n > MOST_ITEMS - b->graph.nitems) {
            too_many(b, rule);
            return;
        }
        uint32_t n = 0;
        for (uint32_t i = 0; i < t.n; i++) {
            if (!b->control[t.node[i]] || t.node[i] == node)
                continue;
            if (n++ == 0)
                rp_graph_add_constraint(&b->graph, type, b->control[node] - 1);
            rp_graph_constraint_any(&b->graph, b->control[t.node[i]] - 1);
        }
        if (n == 0 && type != RP_EXCLUDES_ALL)
            unmet(b, node, rule);
    }
}

void rp_build_constraints(struct rp_build *b)
{
    for (uint32_t i = 0; i < b->ncontrols; i++) {
        uint32_t node = b->control_node[i];
        const struct rp_control_kind *k =
            &b->binding->catalogue->control[b->info[b->mal_graph->node[node].step].control];
        for (uint32_t n = 0; n < k->nneeds; n++)
            constrain(b, node, &k->needs[n], RP_NEEDS_ONE);
        for (uint32_t n = 0; n < k->nanswers; n++)
            constrain(b, node, &k->answers[n], RP_ANSWERED_BY);
        for (uint32_t n = 0; n < k->nexcludes; n++)
            constrain(b, node, &k->excludes[n], RP_EXCLUDES_ALL);
    }
}
