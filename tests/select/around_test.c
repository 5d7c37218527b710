// SPDX-License-Identifier: Apache-2.0
/*
 * The questions around the smallest set against exhaustive search: next best sets, budgets, the
 * front of cost against residual risk, how far a cost or a level may be wrong, what can go.
 *
 *     around_test COUNT SEED [CHECKER FOLDER]
 */
#include "random.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_POINTS = 40, MOST_NEXT = 4 };

static const char *checker, *folder; // NULL: certificates are not checked

static uint32_t bits(const bool *set, uint32_t n)
{
    uint32_t r = 0;
    for (uint32_t i = 0; i < n; i++)
        r |= (uint32_t)set[i] << i;
    return r;
}

static bool accepted(struct rp_arena *a, const struct rp_graph *g, struct rp_str certificate)
{
    struct rp_buf text;
    struct rp_file_error error;
    if (!checker)
        return true;
    struct rp_str graph_path = rp_str_printf(a, "%s/around.graph", folder);
    struct rp_str path = rp_str_printf(a, "%s/around.certificate", folder);
    struct rp_str command =
        rp_str_printf(a, "'%s' --quiet '%s' '%s'", checker, graph_path.p, path.p);
    rp_buf_init(&text, 0);
    rp_graph_write_text(g, &text);
    bool written = rp_file_write(a, graph_path.p, rp_buf_str(&text), &error) == RP_OK &&
                   rp_file_write(a, path.p, certificate, &error) == RP_OK;
    rp_buf_done(&text);
    return written && system(command.p) == 0;
}

static bool next_best_agree(struct rp_arena *a, const struct rp_graph *g,
                            const struct rp_select_options *o, const struct rp_selection *first)
{
    struct rp_selection set[MOST_NEXT + 1] = {*first};
    const bool *excluded[MOST_NEXT + 1];
    for (uint32_t n = 1; n <= MOST_NEXT; n++) {
        struct rp_select_options with = *o;
        struct brute_answer want;
        for (uint32_t i = 0; i < n; i++)
            excluded[i] = set[i].chosen;
        with.excluded = excluded;
        with.nexcluded = n;
        brute_force(g, &with, &want);
        if (rp_select_next_best(a, g, o, set, n, &set[n]) != RP_OK ||
            !accepted(a, g, set[n].certificate))
            return false;
        if (!want.any)
            return set[n].outcome == RP_SELECT_CONFLICT;
        if (bits(set[n].chosen, g->ncontrols) != want.set)
            return false;
    }
    return true;
}

struct point {
    uint64_t cost, residual;
};

static uint64_t residual_of(const struct rp_graph *g, uint32_t set)
{
    uint64_t sum = 0;
    uint32_t open = brute_open(g, set);
    for (uint32_t i = 0; i < g->ngoals; i++)
        sum += (open >> i & 1) ? g->goal[i].severity : 0;
    return sum;
}

// The cheapest allowed set with less residual risk than that, the least risky of equals.
static struct point brute_point(const struct rp_graph *g, const struct rp_select_options *o,
                                uint64_t below)
{
    struct point best = {UINT64_MAX, UINT64_MAX};
    for (uint32_t set = 0; set < UINT32_C(1) << g->ncontrols; set++) {
        struct point p = {brute_value(g, o->stage[0], set), residual_of(g, set)};
        if (p.residual >= below || !brute_allowed(g, o, set))
            continue;
        if (p.cost < best.cost || (p.cost == best.cost && p.residual < best.residual))
            best = p;
    }
    return best;
}

// Points that nothing beats, cheapest first, by trying every set.
static uint32_t brute_front(const struct rp_graph *g, const struct rp_select_options *o,
                            struct point *ret_point)
{
    uint32_t n = 0;
    uint64_t below = UINT64_MAX;
    for (; n < MOST_POINTS; n++) {
        struct point p = brute_point(g, o, below);
        if (p.cost == UINT64_MAX)
            break;
        ret_point[n] = p;
        below = p.residual;
    }
    return n;
}

static bool front_agrees(struct rp_arena *a, const struct rp_graph *g,
                         const struct rp_select_options *o)
{
    struct rp_front front;
    struct point want[MOST_POINTS];
    if (rp_select_front(a, g, o, MOST_POINTS, &front) != RP_OK)
        return false;
    if (front.n != brute_front(g, o, want) || (!front.complete && front.n < MOST_POINTS))
        return false;
    for (uint32_t i = 0; i < front.n; i++)
        if (front.point[i].cost != want[i].cost || front.point[i].residual != want[i].residual ||
            !accepted(a, g, front.point[i].set.certificate))
            return false;
    return true;
}

static bool risk_equal(const struct brute_answer *a, const struct brute_answer *b)
{
    return memcmp(a->risk, b->risk, sizeof(a->risk)) == 0;
}

// Does the set give up as many goals of every severity as the best one?
static bool same_risk_as(const struct rp_graph *g, uint32_t set, const struct brute_answer *best)
{
    uint64_t risk[5] = {0};
    uint32_t open = brute_open(g, set);
    for (uint32_t i = 0; i < g->ngoals; i++)
        risk[5 - g->goal[i].severity] += open >> i & 1;
    return memcmp(risk, best->risk, sizeof(risk)) == 0;
}

// A cost that is paid once for any of some controls: what the best set is worth without them, or
// with any of them there.
static bool room_agrees(struct rp_arena *a, const struct rp_graph *g,
                        const struct rp_select_options *o, const struct rp_selection *first,
                        const struct brute_answer *best, const uint32_t *of, uint32_t n)
{
    uint32_t mask = 0;
    bool forever = true;
    uint64_t least = UINT64_MAX;
    struct rp_sensitivity room;
    for (uint32_t i = 0; i < n; i++)
        mask |= UINT32_C(1) << of[i];
    bool was = (bits(first->chosen, g->ncontrols) & mask) != 0;
    for (uint32_t set = 0; set < UINT32_C(1) << g->ncontrols; set++) {
        if (((set & mask) != 0) == was || !brute_allowed(g, o, set) || !same_risk_as(g, set, best))
            continue;
        uint64_t value = brute_value(g, o->stage[0], set);
        least = value < least ? value : least;
        forever = false;
    }
    return rp_select_cost_room(a, g, o, first, (struct rp_some){of, n}, &room) == RP_OK &&
           room.known && room.forever == forever &&
           (forever || room.room == least - best->value[o->stage[0]]);
}

// Of every control, and of every kind.
static bool cost_room_agrees(struct rp_arena *a, const struct rp_graph *g,
                             const struct rp_select_options *o, const struct rp_selection *first,
                             const struct brute_answer *best)
{
    for (uint32_t c = 0; c < g->ncontrols; c++)
        if (!room_agrees(a, g, o, first, best, &c, 1))
            return false;
    for (uint32_t kind = 0; kind < g->nkinds; kind++) {
        uint32_t of[32], n = 0;
        for (uint32_t c = 0; c < g->ncontrols; c++)
            if (g->control[c].kind == kind)
                of[n++] = c;
        if (n && !room_agrees(a, g, o, first, best, of, n))
            return false;
    }
    return true;
}

static void level_steps(const struct rp_graph *g, const uint32_t *step, uint32_t n, uint8_t level,
                        bool raise, uint8_t *levels)
{
    memcpy(levels, g->level, g->nsteps);
    for (uint32_t i = 0; i < n; i++)
        if (raise ? levels[step[i]] < level : levels[step[i]] > level)
            levels[step[i]] = level;
}

// Is the set still the smallest when the steps have at most this level?
static bool still_smallest(const struct rp_graph *g, const struct rp_select_options *o,
                           const struct brute_answer *best, const uint32_t *step, uint32_t n,
                           uint8_t level)
{
    struct rp_graph changed = *g;
    struct brute_answer now;
    uint8_t levels[200];
    level_steps(g, step, n, level, false, levels);
    changed.level = levels;
    brute_force(&changed, o, &now);
    return now.any && risk_equal(&now, best) &&
           memcmp(now.value, best->value, sizeof(now.value)) == 0;
}

static bool level_room_agrees(struct rp_arena *a, const struct rp_graph *g,
                              const struct rp_select_options *o, const struct rp_selection *first,
                              const struct brute_answer *best, const uint32_t *step, uint32_t n)
{
    struct rp_level_room room;
    uint8_t levels[200], top = 0, bottom = 4;
    struct rp_graph changed = *g;
    uint32_t set = bits(first->chosen, g->ncontrols);
    uint32_t open = brute_open(g, set);
    for (uint32_t i = 0; i < n; i++) {
        top = g->level[step[i]] > top ? g->level[step[i]] : top;
        bottom = g->level[step[i]] < bottom ? g->level[step[i]] : bottom;
    }
    if (rp_select_level_room(a, g, o, first, (struct rp_some){step, n}, &room) != RP_OK)
        return false;
    for (uint8_t l = top; l > room.lowest; l--)
        if (!still_smallest(g, o, best, step, n, (uint8_t)(l - 1)))
            return false;
    if (room.lowest > 0 && still_smallest(g, o, best, step, n, (uint8_t)(room.lowest - 1)))
        return false;
    changed.level = levels;
    for (uint8_t l = bottom; l <= 4; l++) {
        level_steps(g, step, n, l, true, levels);
        bool holds = (brute_open(&changed, set) & ~open) == 0;
        if (holds != (l <= room.highest))
            return false;
    }
    return true;
}

// The decided controls that stay keep every goal as it was or acceptable; nothing smaller does.
static bool superfluous_agrees(struct rp_arena *a, const struct rp_graph *g)
{
    uint32_t decided = 0;
    uint32_t least = UINT32_MAX;
    bool known;
    bool *can_go = RP_NEWN(a, bool, (size_t)g->ncontrols + 1);
    struct rp_graph_goal goal[32];
    struct rp_graph lasting = *g;
    struct rp_select_options o = {.only_decided = true};
    for (uint32_t c = 0; c < g->ncontrols; c++)
        if (g->control[c].state == RP_GRAPH_EXISTING || g->control[c].state == RP_GRAPH_PLANNED)
            decided |= UINT32_C(1) << c;
    lasting.goal = goal;
    memcpy(goal, g->goal, g->ngoals * sizeof(*goal));
    for (uint32_t open = brute_open(&lasting, decided); open; open = brute_open(&lasting, decided))
        for (uint32_t i = 0; i < g->ngoals; i++)
            goal[i].acceptable = (uint8_t)(goal[i].acceptable + (open >> i & 1));
    if (rp_select_superfluous(a, g, &(struct rp_limits){0}, can_go, &known) != RP_OK || !known)
        return false;
    for (uint32_t set = 0; set < UINT32_C(1) << g->ncontrols; set++)
        if (brute_allowed(&lasting, &o, set) && !brute_open(&lasting, set)) {
            uint32_t n = (uint32_t)brute_value(g, RP_STAGE_PLACES, set);
            least = n < least ? n : least;
        }
    uint32_t stay = decided & ~bits(can_go, g->ncontrols);
    if (least == UINT32_MAX)
        return stay == decided;
    return brute_allowed(&lasting, &o, stay) && !brute_open(&lasting, stay) &&
           brute_value(g, RP_STAGE_PLACES, stay) == least;
}

// Only the controls that the decided states allow and a budget that the answer needs not exceed.
static bool budget_agrees(struct rp_arena *a, const struct rp_graph *g,
                          const struct rp_select_options *o, struct random_source *r)
{
    struct rp_select_options with = *o;
    struct rp_selection s;
    struct brute_answer want;
    uint64_t budget[RP_STAGES];
    for (int i = 0; i < RP_STAGES; i++)
        budget[i] = random_below(r, 2) ? UINT64_MAX : random_below(r, 12);
    budget[RP_STAGE_MALFUNCTION] = UINT64_MAX;
    with.budget = budget;
    brute_force(g, &with, &want);
    if (rp_select(a, g, &with, &s) != RP_OK || !accepted(a, g, s.certificate))
        return false;
    if (!want.any)
        return s.outcome == RP_SELECT_CONFLICT;
    return bits(s.chosen, g->ncontrols) == want.set;
}

static const char *fault_of(struct rp_arena *a, struct random_source *r)
{
    struct rp_select_options o;
    struct rp_selection first;
    struct brute_answer best;
    const struct rp_graph *g = random_graph(a, r, 8);
    random_options(a, r, g, &o);
    if (o.nstages == 0)
        o.stage[o.nstages++] = RP_STAGE_PLAIN;
    brute_force(g, &o, &best);
    if (rp_select(a, g, &o, &first) != RP_OK)
        return "status";
    if (!superfluous_agrees(a, g))
        return "superfluous controls";
    if (!front_agrees(a, g, &o))
        return "front";
    if (!budget_agrees(a, g, &o, r))
        return "budget";
    if (!best.any)
        return NULL;
    if (!next_best_agree(a, g, &o, &first))
        return "next best";
    if (!cost_room_agrees(a, g, &o, &first, &best))
        return "room of a cost";
    for (uint32_t step = 0; step < g->nsteps; step += 1 + g->nsteps / 3)
        if (!level_room_agrees(a, g, &o, &first, &best, &step, 1))
            return "room of a level";
    if (g->nsteps == 0)
        return NULL;
    uint32_t some[] = {random_below(r, g->nsteps), random_below(r, g->nsteps),
                       random_below(r, g->nsteps)};
    if (!level_room_agrees(a, g, &o, &first, &best, some, 3))
        return "room of the level of several steps";
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 5) {
        fputs("usage: around_test COUNT SEED [CHECKER FOLDER]\n", stderr);
        return 2;
    }
    unsigned long count = strtoul(argv[1], NULL, 10);
    unsigned long wrong = 0;
    checker = argc == 5 ? argv[3] : NULL;
    folder = argc == 5 ? argv[4] : NULL;
    for (unsigned long i = 0; i < count && wrong < 10; i++) {
        struct rp_arena a;
        unsigned long seed = strtoul(argv[2], NULL, 10) + i;
        struct random_source r = {((uint64_t)seed + 1) * UINT64_C(0x9E3779B97F4A7C15)};
        for (int k = 0; k < 10; k++)
            random_below(&r, 2);
        rp_arena_init(&a);
        const char *fault = fault_of(&a, &r);
        if (fault) {
            fprintf(stderr, "seed %lu: wrong %s\n", seed, fault);
            wrong++;
        }
        rp_arena_done(&a);
    }
    printf("%lu problems, %lu wrong\n", count, wrong);
    return wrong > 0 || count == 0;
}
