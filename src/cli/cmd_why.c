// SPDX-License-Identifier: Apache-2.0
/*
 * why: the easiest path to one harm and what could cut it, or what stops it.
 *
 *     D3 Access to the hospital's records: feasible (V4, not acceptable) in 3 steps from 'visitor'
 *       1. plug a USB stick into the service port      usb-port   rempart.yaml:31   T-USB-02  V4
 *       ...
 *     Hardest step: 2 (V4).
 *     Nothing decided cuts this path. Candidates: ...
 */
#include "cli/commands.h"
#include "cli/json.h"
#include "cli/pipeline.h"
#include "cli/say.h"
#include "cli/states.h"

// What was asked, and the path found in that state.
struct why {
    struct rp_cli *cli;
    const struct rp_pipeline *p;
    const struct rp_graph *g;
    uint32_t goal;
    enum rp_state state;
    const bool *chosen;  // in that state, by control
    struct rp_path path; // no steps: cannot be reached
    bool acceptable;
};

static void put_head(const struct why *w, struct rp_buf *out)
{
    struct rp_cli *cli = w->cli;
    const struct rp_harm *harm = &w->p->model->harm[w->p->attack->goal_harm[w->goal]];
    rp_buf_printf(out, "%.*s %.*s%s ", RP_FMT(harm->item.id), RP_FMT(harm->item.name.in[cli->lang]),
                  rp_say_colon(cli));
    if (w->path.nsteps == 0) {
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_NOT_REACHED));
        return;
    }
    struct rp_str source = rp_say_source_name(cli, w->p->attack, &w->path);
    uint32_t steps = rp_path_shown(w->g, &w->path, w->path.nsteps);
    rp_buf_printf(
        out,
        cli->lang == RP_FR ? "%s (V%u, %s) en %u %s « %.*s »\n" : "%s (V%u, %s) in %u %s '%.*s'\n",
        rp_say(cli, RP_SAY_FEASIBLE), w->path.level,
        rp_say(cli, w->acceptable ? RP_SAY_IS_ACCEPTABLE : RP_SAY_IS_NOT_ACCEPTABLE), steps,
        rp_say(cli, steps > 1 ? RP_SAY_STEPS_FROM : RP_SAY_STEP_FROM), RP_FMT(source));
}

// A control that lowers a step of the path to an acceptable level, and the first such step.
struct blocker {
    uint32_t control;
    uint32_t step; // how many steps of the path up to it
};

// Those of the controls that are wanted.
static uint32_t blockers(const struct why *w, const struct rp_path *path, const bool *wanted,
                         struct blocker **ret_blocker)
{
    const struct rp_graph *g = w->g;
    bool *seen = RP_NEWN(w->cli->arena, bool, g->ncontrols + 1);
    struct blocker *found = RP_NEWN(w->cli->arena, struct blocker, g->ncontrols + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < path->nsteps; i++) {
        uint32_t step = path->step[i];
        for (uint32_t k = g->blockers.first[step]; k < g->blockers.first[step + 1]; k++) {
            uint32_t control = g->blockers.item[k];
            if (seen[control] || !wanted[control] || g->effect[k] > g->goal[w->goal].acceptable)
                continue;
            seen[control] = true;
            found[n++] = (struct blocker){control, i + 1};
        }
    }
    *ret_blocker = found;
    return n;
}

// The controls that are refused, or those that are not.
static const bool *by_refusal(const struct why *w, bool refused)
{
    bool *of = RP_NEWN(w->cli->arena, bool, w->g->ncontrols + 1);
    for (uint32_t i = 0; i < w->g->ncontrols; i++)
        of[i] = (w->g->control[i].state == RP_GRAPH_REFUSED) == refused;
    return of;
}

// The controls that are decided, or those that may yet be.
static const bool *by_decision(const struct why *w, bool decided)
{
    bool *of = RP_NEWN(w->cli->arena, bool, w->g->ncontrols + 1);
    for (uint32_t i = 0; i < w->g->ncontrols; i++) {
        enum rp_graph_state state = w->g->control[i].state;
        of[i] = decided ? rp_graph_is_decided(state) : state == RP_GRAPH_FREE;
    }
    return of;
}

static void put_blockers(const struct why *w, const struct rp_path *path, const struct blocker *b,
                         uint32_t n, struct rp_buf *out)
{
    for (uint32_t i = 0; i < n; i++)
        rp_buf_printf(out, "  %.*s  (%u)\n",
                      RP_FMT(rp_say_control(w->cli, w->p->attack, w->g, b[i].control)),
                      rp_path_shown(w->g, path, b[i].step));
}

static void json_blockers(const struct rp_graph *g, const struct blocker *b, uint32_t n,
                          const char *key, struct rp_json *j)
{
    rp_json_open(j, key, '[');
    for (uint32_t i = 0; i < n; i++) {
        rp_json_open_flat(j, NULL, '{');
        rp_json_str(j, "control", g->control[b[i].control].name);
        rp_json_int(j, "step", b[i].step);
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
}

static void put_reached(const struct why *w, struct rp_buf *out)
{
    struct rp_cli *cli = w->cli;
    const struct rp_path *path = &w->path;
    rp_say_path(cli, w->g, path, out);
    // With every step at V4 none is harder than another.
    if (path->level < 4)
        rp_buf_printf(out, "%s %u (V%u)\n", rp_say(cli, RP_SAY_HARDEST),
                      rp_path_shown(w->g, path, path->hardest + 1), path->level);
    struct blocker *b;
    enum rp_say what = RP_SAY_CANDIDATES;
    uint32_t n = blockers(w, path, by_decision(w, true), &b);
    if (n) {
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_DECIDED_UNCOUNTED));
        put_blockers(w, path, b, n, out);
        n = blockers(w, path, by_decision(w, false), &b);
        if (n)
            rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_OTHER_CANDIDATES));
        put_blockers(w, path, b, n, out);
        return;
    }
    n = blockers(w, path, by_decision(w, false), &b);
    if (!n) {
        n = blockers(w, path, by_refusal(w, true), &b);
        what = n ? RP_SAY_ONLY_REFUSED : RP_SAY_NO_CANDIDATE;
    }
    rp_buf_printf(out, "%s %s\n", rp_say(cli, RP_SAY_NOTHING_CUTS), rp_say(cli, what));
    put_blockers(w, path, b, n, out);
}

// The path without any control; false when there is none.
static bool bare_path(const struct why *w, struct rp_path *ret_path)
{
    struct rp_exposure exposure;
    struct rp_situation nothing = {NULL, RP_GRAPH_NONE};
    rp_exposure_compute(w->cli->arena, w->g, &nothing, &exposure);
    if (rp_exposure_goal(&exposure, w->g, w->goal) == 0)
        return false;
    rp_exposure_path(w->cli->arena, w->g, &exposure, w->g->goal[w->goal].fact, ret_path);
    return true;
}

// What stops the harm: its path without any control, and the controls there that are chosen.
static void put_stopped(const struct why *w, struct rp_buf *out)
{
    struct rp_path path;
    struct blocker *b;
    if (!bare_path(w, &path)) {
        rp_buf_printf(out, "%s\n", rp_say(w->cli, RP_SAY_NO_WAY));
        return;
    }
    rp_buf_printf(out, "%s\n", rp_say(w->cli, RP_SAY_WOULD_BE));
    rp_say_path(w->cli, w->g, &path, out);
    rp_buf_printf(out, "%s\n", rp_say(w->cli, RP_SAY_STOPPED_BY));
    uint32_t n = blockers(w, &path, w->chosen, &b);
    put_blockers(w, &path, b, n, out);
}

static void put_text(const struct why *w, struct rp_buf *out)
{
    put_head(w, out);
    if (w->path.nsteps)
        put_reached(w, out);
    else
        put_stopped(w, out);
}

// The path to the goal, or the one without controls, and what stands or could stand in its way.
static void json_ways(const struct why *w, struct rp_json *j)
{
    struct rp_path bare = w->path;
    struct blocker *b;
    bool reached = w->path.nsteps > 0;
    if (!reached && !bare_path(w, &bare))
        return;
    rp_json_open(j, reached ? "path" : "pathWithoutControls", '{');
    rp_json_str(j, "source", rp_say_source_id(w->p->attack, &bare));
    rp_cli_json_path(w->cli, w->g, &bare, j);
    rp_json_close(j, '}');
    uint32_t n = blockers(w, &bare, reached ? by_refusal(w, false) : w->chosen, &b);
    json_blockers(w->g, b, n, reached ? "candidates" : "stoppedBy", j);
    n = blockers(w, &bare, by_refusal(w, true), &b);
    if (reached)
        json_blockers(w->g, b, n, "refused", j);
}

static void put_json(const struct why *w, struct rp_buf *out)
{
    struct rp_json j;
    rp_cli_json_begin(&j, out);
    rp_json_str(&j, "harm", w->g->goal[w->goal].name);
    rp_json_str(&j, "state", rp_str_of(rp_cli_state_word(w->state)));
    rp_json_bool(&j, "reached", w->path.nsteps > 0);
    rp_json_bool(&j, "acceptable", w->acceptable);
    json_ways(w, &j);
    rp_json_close(&j, '}');
}

enum rp_exit rp_cmd_why(struct rp_cli *cli)
{
    struct rp_pipeline p;
    struct why w = {.cli = cli, .p = &p, .state = RP_VERIFIED, .path = {.entry = RP_GRAPH_NONE}};
    uint32_t harm;
    if (!rp_cli_state(cli, &w.state) || !rp_pipeline_attack(cli, &p) ||
        !rp_pipeline_harm(cli, p.model, rp_str_of(cli->arg[0]), &harm))
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    rp_pipeline_evidence(cli, &p);
    w.g = p.attack->graph;
    w.goal = rp_cli_goal_of(p.attack, harm);
    w.chosen = rp_cli_chosen(cli, &p, w.state);
    struct rp_exposure exposure;
    struct rp_situation situation = {w.chosen, RP_GRAPH_NONE};
    rp_exposure_compute(cli->arena, w.g, &situation, &exposure);
    if (rp_exposure_goal(&exposure, w.g, w.goal))
        rp_exposure_path(cli->arena, w.g, &exposure, w.g->goal[w.goal].fact, &w.path);
    w.acceptable = w.path.level <= w.g->goal[w.goal].acceptable;
    struct rp_buf out;
    rp_buf_init(&out, 0);
    if (rp_cli_format_is(cli, "json"))
        put_json(&w, &out);
    else
        put_text(&w, &out);
    enum rp_exit status = rp_cli_write(cli, rp_buf_str(&out), RP_EXIT_OK);
    rp_buf_done(&out);
    return rp_cli_finish(cli, status);
}
