// SPDX-License-Identifier: Apache-2.0
/*
 * Cost against residual risk, the next best sets, and how far a number may be wrong.
 */
#include "select/stage.h"

enum rp_status rp_select_next_best(struct rp_arena *a, const struct rp_graph *g,
                                   const struct rp_select_options *options,
                                   const struct rp_selection *earlier, uint32_t nearlier,
                                   struct rp_selection *ret_selection)
{
    struct rp_arena scratch;
    struct rp_select_options o = *options;
    rp_arena_init(&scratch);
    const bool **excluded =
        RP_NEWN(&scratch, const bool *, (size_t)options->nexcluded + nearlier + 1);
    for (uint32_t i = 0; i < options->nexcluded; i++)
        excluded[i] = options->excluded[i];
    for (uint32_t i = 0; i < nearlier; i++)
        excluded[options->nexcluded + i] = earlier[i].chosen;
    o.excluded = excluded;
    o.nexcluded = options->nexcluded + nearlier;
    enum rp_status status = rp_select(a, g, &o, ret_selection);
    rp_arena_done(&scratch);
    return status;
}

// Runs the stages of one point: cost, residual risk, and the rest of the policy.
static void run_point(struct rp_run *r)
{
    const struct rp_select_options *o = r->options;
    if (!rp_run_stage(r, rp_objective_of_stage(o->stage[0])) ||
        !rp_run_stage(r, RP_OBJECTIVE_SEVERITY))
        return;
    for (uint32_t i = 1; i < o->nstages; i++)
        if (!rp_run_stage(r, rp_objective_of_stage(o->stage[i])))
            return;
    if (!o->no_tie)
        rp_run_tie(r);
}

static void keep_point(struct rp_arena *a, struct rp_run *r, struct rp_front_point *ret_point)
{
    const struct rp_graph *g = r->graph;
    struct rp_problem *p = &r->problem;
    struct rp_selection s = {.outcome = RP_SELECT_OPTIMAL, .holds = true};
    s.open_goal = RP_GRAPH_NONE;
    s.chosen = RP_NEWN(a, bool, (size_t)g->ncontrols + 1);
    s.given_up = RP_NEWN(a, bool, (size_t)g->ngoals + 1);
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        s.chosen[c] = r->search.best[c];
        s.nchosen += s.chosen[c];
    }
    rp_problem_open_goals(p, s.chosen, s.given_up);
    for (uint32_t i = 0; i < g->ngoals; i++)
        if (s.given_up[i]) {
            s.outcome = RP_SELECT_IMPOSSIBLE;
            s.value[RP_STAGE_RISK]++;
        }
    for (uint32_t i = 0; i < r->options->nstages; i++) {
        enum rp_stage stage = r->options->stage[i];
        enum rp_objective o = rp_objective_of_stage(stage);
        s.value[stage] = (uint64_t)rp_problem_value(p, o, s.chosen, s.given_up);
        s.bound[stage] = (uint64_t)r->bound[o];
    }
    s.ncores = r->search.cores.n;
    s.nnodes = r->search.nnodes;
    if (r->with_certificate)
        s.certificate = rp_certificate_text(&r->certificate, a, p, "optimum", s.chosen, s.given_up);
    ret_point->set = s;
    ret_point->cost = s.value[r->options->stage[0]];
    ret_point->residual =
        (uint64_t)rp_problem_value(p, RP_OBJECTIVE_SEVERITY, s.chosen, s.given_up);
}

// One point with at most extra->severity - 1 residual risk, if that is above 0.
static enum rp_status next_point(struct rp_arena *a, const struct rp_graph *g,
                                 const struct rp_select_options *options,
                                 const struct rp_run_extra *extra, struct rp_front *front)
{
    struct rp_run r;
    enum rp_status status = rp_run_init_with(&r, g, options, extra);
    if (status != RP_OK)
        return status;
    run_point(&r);
    front->complete = r.none; // nothing has less residual risk
    if (r.search.failed)
        status = RP_ERR_TOOL;
    if (r.solved && !r.stopped)
        keep_point(a, &r, &front->point[front->n++]);
    rp_run_done(&r);
    return status;
}

enum rp_status rp_select_front(struct rp_arena *a, const struct rp_graph *g,
                               const struct rp_select_options *options, uint32_t max,
                               struct rp_front *ret_front)
{
    struct rp_run_extra extra = {.risk = NULL};
    struct rp_front front = {.point = RP_NEWN(a, struct rp_front_point, (size_t)max + 1)};
    if (options->nstages == 0)
        return RP_ERR_INPUT;
    while (front.n < max && !front.complete) {
        uint32_t before = front.n;
        enum rp_status status = next_point(a, g, options, &extra, &front);
        if (status != RP_OK)
            return status;
        if (front.n == before)
            break;
        extra.severity = (int64_t)front.point[before].residual; // the limit is one less than this
        front.complete = extra.severity == 0;
    }
    *ret_front = front;
    return RP_OK;
}

// Do two answers give up as many goals of every severity?
static bool same_risk(const struct rp_graph *g, const struct rp_selection *a,
                      const struct rp_selection *b)
{
    int32_t more[6] = {0};
    for (uint32_t i = 0; i < g->ngoals; i++)
        more[g->goal[i].severity] += (int32_t)a->given_up[i] - (int32_t)b->given_up[i];
    for (int i = 0; i < 6; i++)
        if (more[i] != 0)
            return false;
    return true;
}

// Does the question demand the control, whatever it costs?
static bool demanded(const struct rp_graph *g, const struct rp_select_options *o, uint32_t c)
{
    enum rp_graph_state state = g->control[c].state;
    if (o->forced && o->forced[c])
        return true;
    return state == RP_GRAPH_EXISTING ? o->keep != RP_KEEP_NONE
                                      : state == RP_GRAPH_PLANNED && o->keep == RP_KEEP_DECIDED;
}

// How far the best value of the first stage is from that of a question that forbids or forces more.
static enum rp_status cost_room(struct rp_arena *a, const struct rp_graph *g,
                                const struct rp_select_options *asked,
                                const struct rp_selection *first, struct rp_sensitivity *ret_room)
{
    struct rp_selection s;
    struct rp_select_options o = *asked;
    o.nstages = 1;
    o.certificate = false;
    o.no_reasons = o.no_tie = true;
    enum rp_status status = rp_select(a, g, &o, &s);
    if (status != RP_OK)
        return status;
    *ret_room = (struct rp_sensitivity){.known = s.outcome != RP_SELECT_BEST_FOUND};
    ret_room->forever = s.outcome == RP_SELECT_CONFLICT || !same_risk(g, &s, first);
    if (!ret_room->forever && ret_room->known)
        ret_room->room = s.value[o.stage[0]] - first->value[o.stage[0]];
    return RP_OK;
}

// The smaller room of the two: what is not known of one is not known of both.
static struct rp_sensitivity less_room(struct rp_sensitivity a, struct rp_sensitivity b)
{
    struct rp_sensitivity less = b.forever || (!a.forever && a.room < b.room) ? a : b;
    less.known = a.known && b.known;
    return less;
}

enum rp_status rp_select_cost_room(struct rp_arena *a, const struct rp_graph *g,
                                   const struct rp_select_options *options,
                                   const struct rp_selection *first, struct rp_some controls,
                                   struct rp_sensitivity *ret_room)
{
    struct rp_arena scratch;
    struct rp_select_options o = *options;
    bool was = false, stays = false;
    if (options->nstages == 0)
        return RP_ERR_INPUT;
    for (uint32_t i = 0; i < controls.n; i++) {
        uint32_t c = controls.id[i];
        was = was || first->chosen[c];
        stays = stays || (first->chosen[c] && demanded(g, options, c));
    }
    *ret_room = (struct rp_sensitivity){.known = true, .forever = true};
    if (stays)
        return RP_OK;
    rp_arena_init(&scratch);
    bool *fixed = RP_NEWN(&scratch, bool, (size_t)g->ncontrols + 1);
    const bool *given = was ? options->forbidden : options->forced;
    for (uint32_t c = 0; c < g->ncontrols; c++)
        fixed[c] = given && given[c];
    for (uint32_t i = 0; was && i < controls.n; i++)
        fixed[controls.id[i]] = true;
    *(was ? &o.forbidden : &o.forced) = fixed;
    struct rp_sensitivity room = {.known = true, .forever = true};
    enum rp_status status = RP_OK;
    // Out of the set all at once, or into it one at a time.
    for (uint32_t i = 0; i < (was ? 1 : controls.n) && status == RP_OK; i++) {
        struct rp_sensitivity one;
        bool before = fixed[controls.id[i]];
        fixed[controls.id[i]] = true;
        status = cost_room(a, g, &o, first, &one);
        fixed[controls.id[i]] = before;
        if (status == RP_OK)
            room = less_room(room, one);
    }
    rp_arena_done(&scratch);
    if (status == RP_OK)
        *ret_room = room;
    return status;
}

static void exposure_goals(const struct rp_graph *g, const bool *chosen, bool *ret_open)
{
    struct rp_arena scratch;
    struct rp_exposure e;
    struct rp_situation situation = {chosen, RP_GRAPH_NONE};
    rp_arena_init(&scratch);
    rp_exposure_compute(&scratch, g, &situation, &e);
    for (uint32_t i = 0; i < g->ngoals; i++)
        ret_open[i] = rp_exposure_goal(&e, g, i) > g->goal[i].acceptable;
    rp_arena_done(&scratch);
}

static bool opens_a_goal(const struct rp_graph *g, const struct rp_selection *first, bool *open)
{
    exposure_goals(g, first->chosen, open);
    for (uint32_t i = 0; i < g->ngoals; i++)
        if (open[i] && !first->given_up[i])
            return true;
    return false;
}

static bool same_values(const struct rp_graph *g, const struct rp_select_options *o,
                        const struct rp_selection *a, const struct rp_selection *b)
{
    bool same = same_risk(g, a, b);
    for (uint32_t i = 0; i < o->nstages; i++)
        same &= a->value[o->stage[i]] == b->value[o->stage[i]];
    return same;
}

static void set_levels(const struct rp_graph *g, struct rp_some steps, uint8_t level, bool raise,
                       uint8_t *levels)
{
    for (uint32_t i = 0; i < steps.n; i++) {
        uint8_t now = g->level[steps.id[i]];
        levels[steps.id[i]] = (raise ? now < level : now > level) ? level : now;
    }
}

// The highest level that the steps can be raised to so that no further goal opens.
static uint8_t highest_level(struct rp_arena *scratch, const struct rp_graph *g,
                             struct rp_graph *changed, const struct rp_selection *first,
                             struct rp_some steps)
{
    bool *open = RP_NEWN(scratch, bool, (size_t)g->ngoals + 1);
    uint8_t highest = 4;
    for (uint32_t i = 0; i < steps.n; i++)
        highest = g->level[steps.id[i]] < highest ? g->level[steps.id[i]] : highest;
    while (highest < 4) {
        set_levels(g, steps, (uint8_t)(highest + 1), true, changed->level);
        if (opens_a_goal(changed, first, open))
            break;
        highest++;
    }
    return highest;
}

enum rp_status rp_select_level_room(struct rp_arena *a, const struct rp_graph *g,
                                    const struct rp_select_options *options,
                                    const struct rp_selection *first, struct rp_some steps,
                                    struct rp_level_room *ret_room)
{
    struct rp_arena scratch;
    struct rp_graph changed = *g;
    struct rp_select_options o = *options;
    enum rp_status status = RP_OK;
    rp_arena_init(&scratch);
    changed.level = RP_NEWN(&scratch, uint8_t, (size_t)g->nsteps + 1);
    memcpy(changed.level, g->level, g->nsteps);
    struct rp_level_room room = {.highest = highest_level(&scratch, g, &changed, first, steps)};
    for (uint32_t i = 0; i < steps.n; i++)
        room.lowest = g->level[steps.id[i]] > room.lowest ? g->level[steps.id[i]] : room.lowest;
    o.certificate = false;
    o.no_reasons = o.no_tie = true;
    // A level of 0 is a step that nobody can take.
    while (room.lowest > 0) {
        struct rp_selection s;
        set_levels(g, steps, (uint8_t)(room.lowest - 1), false, changed.level);
        status = rp_select(a, &changed, &o, &s);
        if (status != RP_OK || s.outcome == RP_SELECT_BEST_FOUND || !same_values(g, &o, first, &s))
            break;
        room.lowest--;
    }
    rp_arena_done(&scratch);
    if (status == RP_OK)
        *ret_room = room;
    return status;
}
