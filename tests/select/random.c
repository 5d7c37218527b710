// SPDX-License-Identifier: Apache-2.0
/*
 * Random graphs and questions, and exhaustive search.
 */
#include "random.h"

#include <assert.h>

uint32_t random_below(struct random_source *r, uint32_t n)
{
    assert(n > 0);
    r->state ^= r->state << 13;
    r->state ^= r->state >> 7;
    r->state ^= r->state << 17;
    return (uint32_t)((r->state * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % n;
}

static bool chance(struct random_source *r, uint32_t percent)
{
    return random_below(r, 100) < percent;
}

static struct rp_str numbered(const struct rp_graph_builder *b, const char *word, uint32_t i)
{
    return rp_str_printf(b->arena, "%s%u", word, i);
}

static void add_controls(struct rp_graph_builder *b, struct random_source *r, uint32_t n)
{
    uint32_t nkinds = 1 + random_below(r, n);
    bool same_cost = chance(r, 30);
    for (uint32_t k = 0; k < nkinds; k++)
        rp_graph_add_kind(
            b, &(struct rp_graph_kind){.name = numbered(b, "kind", k),
                                       .cost = {.plain = chance(r, 50) ? 0 : random_below(r, 10),
                                                .malfunction = random_below(r, 4000000),
                                                .effort = random_below(r, 20)}});
    for (uint32_t c = 0; c < n; c++) {
        struct rp_graph_control control = {
            .name = numbered(b, "control", c),
            .kind = random_below(r, nkinds),
            .cost = {.plain = same_cost ? 1 : random_below(r, 12),
                     .malfunction = UINT64_C(10) * random_below(r, 300000),
                     .effort = same_cost ? 2 : random_below(r, 5)},
            .state = chance(r, 60) ? RP_GRAPH_FREE : (enum rp_graph_state)random_below(r, 4)};
        rp_graph_add_control(b, &control);
    }
}

static void add_step(struct rp_graph_builder *b, struct random_source *r, uint32_t nfacts,
                     uint32_t ncontrols)
{
    uint32_t nbody = chance(r, 5) ? 0 : 1 + random_below(r, 3);
    uint32_t nblockers = random_below(r, 4);
    rp_graph_add_step(b, 1 + random_below(r, 4), random_below(r, nfacts));
    for (uint32_t i = 0; i < nbody; i++)
        rp_graph_step_needs(b, random_below(r, nfacts));
    for (uint32_t i = 0; i < nblockers; i++)
        rp_graph_step_stopped_by(b, random_below(r, ncontrols), random_below(r, 4));
    if (chance(r, 12))
        for (uint32_t i = 1 + random_below(r, 2); i > 0; i--)
            rp_graph_step_added_by(b, random_below(r, ncontrols));
}

static void add_constraints(struct rp_graph_builder *b, struct random_source *r, uint32_t ncontrols)
{
    for (uint32_t n = random_below(r, 1 + ncontrols / 2); n > 0; n--) {
        enum rp_constraint_type type = (enum rp_constraint_type)random_below(r, 3);
        uint32_t control = random_below(r, ncontrols);
        uint32_t other = (control + 1 + random_below(r, ncontrols)) % ncontrols;
        if (other == control)
            continue;
        rp_graph_add_constraint(b, type, control);
        rp_graph_constraint_any(b, other);
        other = (other + 1) % ncontrols;
        if (other != control && chance(r, 50))
            rp_graph_constraint_any(b, other);
    }
}

const struct rp_graph *random_graph(struct rp_arena *a, struct random_source *r,
                                    uint32_t max_controls)
{
    struct rp_graph_builder b;
    uint32_t ncontrols = 1 + random_below(r, max_controls);
    uint32_t nfacts = 2 + random_below(r, 20);
    uint32_t nsteps = random_below(r, 4 * nfacts);
    uint32_t ngoals = random_below(r, 5);
    uint32_t nentries = 1 + random_below(r, 3);
    rp_graph_builder_init(&b, a);
    rp_graph_add_facts(&b, nfacts);
    add_controls(&b, r, ncontrols);
    for (uint32_t i = 0; i < nsteps; i++)
        add_step(&b, r, nfacts, ncontrols);
    for (uint32_t i = 0; i < nentries; i++)
        rp_graph_add_entry(&b, random_below(r, nfacts), RP_GRAPH_NONE);
    for (uint32_t i = 0; i < ngoals; i++)
        rp_graph_add_goal(&b,
                          &(struct rp_graph_goal){.name = numbered(&b, "goal", i),
                                                  .fact = random_below(r, nfacts),
                                                  .acceptable = (uint8_t)random_below(r, 5),
                                                  .severity = (uint8_t)(1 + random_below(r, 5))});
    add_constraints(&b, r, ncontrols);
    return rp_graph_builder_done(&b);
}

void random_options(struct rp_arena *a, struct random_source *r, const struct rp_graph *g,
                    struct rp_select_options *ret_options)
{
    static const enum rp_stage stages[] = {RP_STAGE_KINDS, RP_STAGE_PLACES, RP_STAGE_MALFUNCTION,
                                           RP_STAGE_EFFORT, RP_STAGE_PLAIN};
    struct rp_select_options o = {.certificate = true};
    bool *forbidden = RP_NEWN(a, bool, (size_t)g->ncontrols + 1);
    bool *forced = RP_NEWN(a, bool, (size_t)g->ncontrols + 1);
    uint32_t start = random_below(r, 5);
    o.nstages = random_below(r, 4);
    for (uint32_t i = 0; i < o.nstages; i++)
        o.stage[i] = stages[(start + i) % 5];
    o.keep = chance(r, 60) ? RP_KEEP_NONE : (enum rp_keep)random_below(r, 3);
    o.only_decided = chance(r, 10);
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        forbidden[c] = chance(r, 5);
        forced[c] = chance(r, 3);
    }
    o.forbidden = chance(r, 50) ? forbidden : NULL;
    o.forced = chance(r, 50) ? forced : NULL;
    o.max_controls = chance(r, 15) ? 1 + random_below(r, g->ncontrols) : 0;
    *ret_options = o;
}

static bool in(uint32_t set, uint32_t c)
{
    return set >> c & 1;
}

// Can the step be taken when only steps above the threshold count?
static bool takes(const struct rp_graph *g, uint32_t r, uint32_t threshold, uint32_t set)
{
    if (g->level[r] <= threshold)
        return false;
    for (uint32_t k = g->blockers.first[r]; k < g->blockers.first[r + 1]; k++)
        if (in(set, g->blockers.item[k]) && g->effect[k] <= threshold)
            return false;
    for (uint32_t k = g->adds.first[r]; k < g->adds.first[r + 1]; k++)
        if (!in(set, g->adds.item[k]))
            return false;
    return true;
}

// Facts derivable above a threshold, by repeating until nothing changes.  At most 32 facts.
static uint32_t closure(const struct rp_graph *g, uint32_t threshold, uint32_t set)
{
    uint32_t known = 0;
    bool changed = true;
    for (uint32_t i = 0; i < g->nentries; i++)
        known |= UINT32_C(1) << g->entry[i];
    while (changed) {
        changed = false;
        for (uint32_t r = 0; r < g->nsteps; r++) {
            bool all = !in(known, g->head[r]) && takes(g, r, threshold, set);
            for (uint32_t k = g->body.first[r]; all && k < g->body.first[r + 1]; k++)
                all = in(known, g->body.item[k]);
            if (!all)
                continue;
            known |= UINT32_C(1) << g->head[r];
            changed = true;
        }
    }
    return known;
}

uint32_t brute_open(const struct rp_graph *g, uint32_t set)
{
    uint32_t open = 0;
    for (uint32_t t = 0; t < 4; t++) {
        uint32_t known = closure(g, t, set);
        for (uint32_t i = 0; i < g->ngoals; i++)
            if (g->goal[i].acceptable == t && in(known, g->goal[i].fact))
                open |= UINT32_C(1) << i;
    }
    return open;
}

static bool duty(const struct rp_graph *g, const struct rp_select_options *o, uint32_t c, bool is)
{
    enum rp_graph_state state = g->control[c].state;
    bool built = state == RP_GRAPH_EXISTING;
    bool decided = built || state == RP_GRAPH_PLANNED;
    bool off = (o->forbidden && o->forbidden[c]) || (o->only_decided && !decided);
    bool keep = (o->keep == RP_KEEP_EXISTING && built) || (o->keep == RP_KEEP_DECIDED && decided);
    bool must = (o->forced && o->forced[c]) || (keep && !off);
    return !(is && (off || state == RP_GRAPH_REFUSED)) && !(must && !is);
}

static bool constraint_met(const struct rp_graph *g, const struct rp_graph_constraint *c,
                           uint32_t set)
{
    bool some = false;
    for (uint32_t k = 0; k < c->n; k++)
        some |= in(set, g->constraint_item[c->any_first + k]);
    return !in(set, c->control) || some == (c->type != RP_EXCLUDES_ALL);
}

static bool contains_all(const struct rp_graph *g, const bool *excluded, uint32_t set)
{
    for (uint32_t c = 0; c < g->ncontrols; c++)
        if (excluded[c] && !in(set, c))
            return false;
    return true;
}

bool brute_allowed(const struct rp_graph *g, const struct rp_select_options *o, uint32_t set)
{
    uint32_t n = 0;
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        n += in(set, c);
        if (!duty(g, o, c, in(set, c)))
            return false;
    }
    for (uint32_t i = 0; i < g->nconstraints; i++)
        if (!constraint_met(g, &g->constraint[i], set))
            return false;
    for (uint32_t i = 0; i < o->nexcluded; i++)
        if (contains_all(g, o->excluded[i], set))
            return false;
    for (int i = RP_STAGE_KINDS; i <= RP_STAGE_PLAIN && o->budget; i++)
        if (brute_value(g, (enum rp_stage)i, set) > o->budget[i])
            return false;
    return o->max_controls == 0 || n <= o->max_controls;
}

static uint64_t part(const struct rp_cost *cost, enum rp_stage stage)
{
    return stage == RP_STAGE_MALFUNCTION ? cost->malfunction
           : stage == RP_STAGE_EFFORT    ? cost->effort
           : stage == RP_STAGE_PLAIN     ? cost->plain
                                         : 0;
}

uint64_t brute_value(const struct rp_graph *g, enum rp_stage stage, uint32_t set)
{
    uint64_t sum = 0;
    uint32_t kinds = 0;
    for (uint32_t c = 0; c < g->ncontrols; c++)
        if (in(set, c)) {
            sum += part(&g->control[c].cost, stage) + (stage == RP_STAGE_PLACES);
            kinds |= UINT32_C(1) << g->control[c].kind;
        }
    for (uint32_t k = 0; k < g->nkinds; k++)
        if (in(kinds, k))
            sum += part(&g->kind[k].cost, stage) + (stage == RP_STAGE_KINDS);
    return sum;
}

static int compare(const struct brute_answer *a, const struct brute_answer *b,
                   const struct rp_select_options *o)
{
    for (uint32_t i = 0; i < 5; i++)
        if (a->risk[i] != b->risk[i])
            return a->risk[i] < b->risk[i] ? -1 : 1;
    for (uint32_t i = 0; i < o->nstages; i++)
        if (a->value[o->stage[i]] != b->value[o->stage[i]])
            return a->value[o->stage[i]] < b->value[o->stage[i]] ? -1 : 1;
    return 0;
}

// The rank of a set among equals: its new controls, the last weighing most, then its decided ones.
static uint64_t tie_rank(const struct rp_graph *g, uint32_t set)
{
    uint64_t rank = 0;
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        enum rp_graph_state state = g->control[c].state;
        bool decided = state == RP_GRAPH_EXISTING || state == RP_GRAPH_PLANNED;
        if (in(set, c))
            rank |= UINT64_C(1) << (decided ? c : 32 + c);
    }
    return rank;
}

void brute_force(const struct rp_graph *g, const struct rp_select_options *o,
                 struct brute_answer *ret_answer)
{
    struct brute_answer best = {.any = false};
    for (uint32_t set = 0; set < UINT32_C(1) << g->ncontrols; set++) {
        if (!brute_allowed(g, o, set))
            continue;
        struct brute_answer now = {.any = true, .set = set, .nbest = 1};
        uint32_t open = brute_open(g, set);
        for (uint32_t i = 0; i < g->ngoals; i++)
            now.risk[5 - g->goal[i].severity] += in(open, i);
        for (uint32_t i = 0; i < o->nstages; i++)
            now.value[o->stage[i]] = brute_value(g, o->stage[i], set);
        int order = best.any ? compare(&now, &best, o) : -1;
        uint32_t nbest = order == 0 ? best.nbest + 1 : 1;
        if (order < 0 || (order == 0 && tie_rank(g, set) < tie_rank(g, best.set)))
            best = now;
        if (order <= 0)
            best.nbest = nbest;
    }
    *ret_answer = best;
}
