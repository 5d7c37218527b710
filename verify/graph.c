// SPDX-License-Identifier: Apache-2.0
/*
 * Text form of an attack graph -> arrays: rempart-graph(5).
 */
#include "verify.h"

#include <string.h>

enum { MOST_FACTS = 200 * 1000 * 1000, MOST_COST = 1000 * 1000 * 1000 };

struct caps {
    size_t step[2], control[5], goal[3], entry, constraint[2], effect;
};

#define PUT(v, array, n, cap, value)                                                               \
    do {                                                                                           \
        (array) = vf_grow((v), (array), (n), (cap), sizeof(*(array)));                             \
        (array)[n] = (value);                                                                      \
    } while (0)

static uint32_t below(struct vf *v, uint32_t n, const char *what)
{
    if (n == 0)
        vf_fail(v, "there is no %s yet", what);
    return (uint32_t)vf_number(v, n - 1);
}

// '!' or '+' before a number of a step; false when neither comes next.
static bool sign(struct vf *v, char c)
{
    const char *p = v->at->p;
    while (p < v->at->end && (*p == ' ' || *p == '\t'))
        p++;
    if (p == v->at->end || *p != c)
        return false;
    v->at->p = p + 1;
    return true;
}

static void read_step(struct vf *v, struct caps *caps)
{
    struct graph *g = &v->g;
    uint8_t level = (uint8_t)vf_number(v, 4);
    if (level == 0)
        vf_fail(v, "a level is 1 to 4");
    PUT(v, g->level, g->nsteps, &caps->step[0], level);
    PUT(v, g->head, g->nsteps, &caps->step[1], below(v, g->nfacts, "fact"));
    g->nsteps++;
    vf_rows_open(v, &g->body);
    vf_rows_open(v, &g->blockers);
    vf_rows_open(v, &g->adds);
    while (!vf_is_end(v)) {
        if (sign(v, '!')) {
            uint32_t control = below(v, g->ncontrols, "control");
            bool given = v->at->p < v->at->end && *v->at->p == '/';
            v->at->p += given;
            uint8_t effect = given ? (uint8_t)vf_number(v, 3) : 0;
            PUT(v, g->effect, g->blockers.items, &caps->effect, effect);
            vf_rows_put(v, &g->blockers, control);
        } else if (sign(v, '+')) {
            vf_rows_put(v, &g->adds, below(v, g->ncontrols, "control"));
        } else {
            vf_rows_put(v, &g->body, below(v, g->nfacts, "fact"));
        }
    }
}

// Costs of a control or, behind all controls, of a kind.
static void read_costs(struct vf *v, int64_t *cost[3], uint32_t n, size_t caps[3])
{
    for (unsigned i = 0; i < 3; i++)
        PUT(v, cost[i], n, &caps[i], (int64_t)vf_number(v, MOST_COST));
}

static void read_control(struct vf *v, struct caps *caps)
{
    struct graph *g = &v->g;
    PUT(v, g->kind, g->ncontrols, &caps->control[0], below(v, g->nkinds, "kind"));
    bool refused = vf_word(v, "refused");
    if (!refused && !vf_word(v, "free") && !vf_word(v, "existing") && !vf_word(v, "planned"))
        vf_fail(v, "unknown state of a control");
    PUT(v, g->refused, g->ncontrols, &caps->control[1], refused);
    read_costs(v, g->cost, g->ncontrols, &caps->control[2]);
    g->ncontrols++;
}

static void read_goal(struct vf *v, struct caps *caps)
{
    struct graph *g = &v->g;
    PUT(v, g->goal_fact, g->ngoals, &caps->goal[0], below(v, g->nfacts, "fact"));
    PUT(v, g->acceptable, g->ngoals, &caps->goal[1], (uint8_t)vf_number(v, 4));
    PUT(v, g->severity, g->ngoals, &caps->goal[2], (uint8_t)vf_number(v, 5));
    if (g->severity[g->ngoals++] == 0)
        vf_fail(v, "a severity is 1 to 5");
}

static void read_constraint(struct vf *v, struct caps *caps, char type)
{
    struct graph *g = &v->g;
    uint32_t control = below(v, g->ncontrols, "control");
    PUT(v, g->constraint_type, g->nconstraints, &caps->constraint[0], type);
    PUT(v, g->constraint_control, g->nconstraints, &caps->constraint[1], control);
    g->nconstraints++;
    vf_rows_open(v, &g->constraint_any);
    do {
        uint32_t other = below(v, g->ncontrols, "control");
        if (other == control)
            vf_fail(v, "a constraint of a control on itself");
        vf_rows_put(v, &g->constraint_any, other);
    } while (!vf_is_end(v));
}

static void read_entry(struct vf *v, struct caps *caps)
{
    PUT(v, v->g.entry, v->g.nentries, &caps->entry, below(v, v->g.nfacts, "fact"));
    v->g.nentries++;
}

// Steps by the facts they need, for the fixpoints.
static void index_uses(struct vf *v)
{
    struct graph *g = &v->g;
    g->uses.first = vf_new(v, (size_t)g->nfacts + 2, sizeof(*g->uses.first));
    g->uses.item = vf_new(v, g->body.items, sizeof(*g->uses.item));
    for (size_t i = 0; i < g->body.items; i++)
        g->uses.first[g->body.item[i] + 2]++;
    for (uint32_t f = 0; f < g->nfacts; f++)
        g->uses.first[f + 2] += g->uses.first[f + 1];
    for (uint32_t s = 0; s < g->nsteps; s++)
        for (size_t i = g->body.first[s]; i < g->body.first[s + 1]; i++)
            g->uses.item[g->uses.first[g->body.item[i] + 1]++] = s;
}

void vf_read_graph(struct vf *v, struct text *t)
{
    struct graph *g = &v->g;
    struct caps caps = {0};
    int64_t *kind_cost[3] = {NULL, NULL, NULL};
    size_t kind_caps[3] = {0};
    if (!vf_line(v, t, false) || !vf_word(v, "rempart-graph") || vf_number(v, 1) != 1)
        vf_fail(v, "not a graph: it must begin with 'rempart-graph 1'");
    while (vf_line(v, t, false)) {
        if (vf_is_end(v) || *t->p == '#' || vf_word(v, "fact"))
            continue;
        if (vf_word(v, "step"))
            read_step(v, &caps);
        else if (vf_word(v, "control"))
            read_control(v, &caps);
        else if (vf_word(v, "kind"))
            read_costs(v, kind_cost, g->nkinds++, kind_caps);
        else if (vf_word(v, "goal"))
            read_goal(v, &caps);
        else if (vf_word(v, "needs") || vf_word(v, "answers"))
            read_constraint(v, &caps, 'n');
        else if (vf_word(v, "excludes"))
            read_constraint(v, &caps, 'x');
        else if (vf_word(v, "entry"))
            read_entry(v, &caps);
        else if (g->nfacts == 0 && vf_word(v, "facts"))
            g->nfacts = (uint32_t)vf_number(v, MOST_FACTS);
        else
            vf_fail(v, "unknown record");
    }
    for (unsigned i = 0; i < 3; i++) {
        size_t controls = g->ncontrols, all = controls + g->nkinds;
        int64_t *joined = vf_new(v, all, sizeof(*joined));
        if (controls)
            memcpy(joined, g->cost[i], controls * sizeof(*joined));
        if (g->nkinds)
            memcpy(joined + controls, kind_cost[i], g->nkinds * sizeof(*joined));
        g->cost[i] = joined;
    }
    struct rows *rows[] = {&g->body, &g->blockers, &g->adds, &g->constraint_any};
    for (unsigned i = 0; i < 4; i++)
        if (!rows[i]->first)
            rows[i]->first = vf_new(v, 1, sizeof(size_t));
    index_uses(v);
    v->at = NULL;
}
