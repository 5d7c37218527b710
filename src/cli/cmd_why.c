// SPDX-License-Identifier: Apache-2.0
/*
 * why: the easiest path to one harm and what could cut it, or what stops it.
 *
 *     D3 Access to the hospital's records: feasible (V4) in 3 steps from 'visitor'
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

static void put_head(struct rp_cli *cli, const struct rp_pipeline *p, const struct rp_harm *harm,
                     const struct rp_path *path, struct rp_buf *out)
{
    rp_buf_printf(out, "%.*s %.*s%s ", RP_FMT(harm->item.id), RP_FMT(harm->item.name.in[cli->lang]),
                  cli->lang == RP_FR ? " :" : ":");
    if (path->nsteps == 0) {
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_NOT_REACHED));
        return;
    }
    struct rp_str source = rp_say_source_name(cli, p->attack, path);
    uint32_t steps = rp_path_shown(p->attack->graph, path, path->nsteps);
    rp_buf_printf(
        out, cli->lang == RP_FR ? "%s (V%u) en %u %s « %.*s »\n" : "%s (V%u) in %u %s '%.*s'\n",
        rp_say(cli, RP_SAY_FEASIBLE), path->level, steps,
        rp_say(cli, steps > 1 ? RP_SAY_STEPS_FROM : RP_SAY_STEP_FROM), RP_FMT(source));
}

// A control that lowers a step of the path to an acceptable level, and the first such step.
struct blocker {
    uint32_t control;
    uint32_t step; // how many steps of the path up to it
};

// Those of the controls that are wanted.
static uint32_t blockers(struct rp_cli *cli, const struct rp_graph *g, uint32_t goal,
                         const struct rp_path *path, const bool *wanted,
                         struct blocker **ret_blocker)
{
    bool *seen = RP_NEWN(cli->arena, bool, g->ncontrols + 1);
    struct blocker *found = RP_NEWN(cli->arena, struct blocker, g->ncontrols + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < path->nsteps; i++) {
        uint32_t step = path->step[i];
        for (uint32_t k = g->blockers.first[step]; k < g->blockers.first[step + 1]; k++) {
            uint32_t control = g->blockers.item[k];
            if (seen[control] || !wanted[control] || g->effect[k] > g->goal[goal].acceptable)
                continue;
            seen[control] = true;
            found[n++] = (struct blocker){control, i + 1};
        }
    }
    *ret_blocker = found;
    return n;
}

// The controls that are refused, or those that are not.
static const bool *by_refusal(struct rp_cli *cli, const struct rp_graph *g, bool refused)
{
    bool *of = RP_NEWN(cli->arena, bool, g->ncontrols + 1);
    for (uint32_t i = 0; i < g->ncontrols; i++)
        of[i] = (g->control[i].state == RP_GRAPH_REFUSED) == refused;
    return of;
}

// The controls that are decided, or those that may yet be.
static const bool *by_decision(struct rp_cli *cli, const struct rp_graph *g, bool decided)
{
    bool *of = RP_NEWN(cli->arena, bool, g->ncontrols + 1);
    for (uint32_t i = 0; i < g->ncontrols; i++) {
        enum rp_graph_state state = g->control[i].state;
        of[i] = decided ? state == RP_GRAPH_EXISTING || state == RP_GRAPH_PLANNED
                        : state == RP_GRAPH_FREE;
    }
    return of;
}

static void put_blockers(struct rp_cli *cli, const struct rp_attack *attack,
                         const struct rp_path *path, const struct blocker *b, uint32_t n,
                         struct rp_buf *out)
{
    for (uint32_t i = 0; i < n; i++)
        rp_buf_printf(out, "  %.*s  (%u)\n",
                      RP_FMT(rp_say_control(cli, attack, attack->graph, b[i].control)),
                      rp_path_shown(attack->graph, path, b[i].step));
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

static void put_reached(struct rp_cli *cli, const struct rp_pipeline *p, uint32_t goal,
                        const struct rp_path *path, struct rp_buf *out)
{
    rp_say_path(cli, p->attack->graph, path, out);
    // With every step at V4 none is harder than another.
    if (path->level < 4)
        rp_buf_printf(out, "%s %u (V%u)\n", rp_say(cli, RP_SAY_HARDEST),
                      rp_path_shown(p->attack->graph, path, path->hardest + 1), path->level);
    struct blocker *b;
    const struct rp_graph *g = p->attack->graph;
    enum rp_say what = RP_SAY_CANDIDATES;
    uint32_t n = blockers(cli, g, goal, path, by_decision(cli, g, true), &b);
    if (n) {
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_DECIDED_UNCOUNTED));
        put_blockers(cli, p->attack, path, b, n, out);
        n = blockers(cli, g, goal, path, by_decision(cli, g, false), &b);
        if (n)
            rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_OTHER_CANDIDATES));
        put_blockers(cli, p->attack, path, b, n, out);
        return;
    }
    n = blockers(cli, g, goal, path, by_decision(cli, g, false), &b);
    if (!n) {
        n = blockers(cli, g, goal, path, by_refusal(cli, g, true), &b);
        what = n ? RP_SAY_ONLY_REFUSED : RP_SAY_NO_CANDIDATE;
    }
    rp_buf_printf(out, "%s %s\n", rp_say(cli, RP_SAY_NOTHING_CUTS), rp_say(cli, what));
    put_blockers(cli, p->attack, path, b, n, out);
}

// The path without any control; false when there is none.
static bool bare_path(struct rp_cli *cli, const struct rp_graph *g, uint32_t goal,
                      struct rp_path *ret_path)
{
    struct rp_exposure exposure;
    struct rp_situation nothing = {NULL, RP_GRAPH_NONE};
    rp_exposure_compute(cli->arena, g, &nothing, &exposure);
    if (rp_exposure_goal(&exposure, g, goal) == 0)
        return false;
    rp_exposure_path(cli->arena, g, &exposure, g->goal[goal].fact, ret_path);
    return true;
}

// What stops the harm: its path without any control, and the controls there that are chosen.
static void put_stopped(struct rp_cli *cli, const struct rp_pipeline *p, uint32_t goal,
                        const bool *chosen, struct rp_buf *out)
{
    struct rp_path path;
    struct blocker *b;
    if (!bare_path(cli, p->attack->graph, goal, &path)) {
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_NO_WAY));
        return;
    }
    rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_WOULD_BE));
    rp_say_path(cli, p->attack->graph, &path, out);
    rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_STOPPED_BY));
    uint32_t n = blockers(cli, p->attack->graph, goal, &path, chosen, &b);
    put_blockers(cli, p->attack, &path, b, n, out);
}

static void put_text(struct rp_cli *cli, const struct rp_pipeline *p, uint32_t goal,
                     const bool *chosen, const struct rp_path *path, struct rp_buf *out)
{
    put_head(cli, p, &p->model->harm[p->attack->goal_harm[goal]], path, out);
    if (path->nsteps)
        put_reached(cli, p, goal, path, out);
    else
        put_stopped(cli, p, goal, chosen, out);
}

// The path to the goal, or the one without controls, and what stands or could stand in its way.
static void json_ways(struct rp_cli *cli, const struct rp_pipeline *p, uint32_t goal,
                      const bool *chosen, const struct rp_path *path, struct rp_json *j)
{
    const struct rp_graph *g = p->attack->graph;
    struct rp_path bare = *path;
    struct blocker *b;
    bool reached = path->nsteps > 0;
    if (!reached && !bare_path(cli, g, goal, &bare))
        return;
    rp_json_open(j, reached ? "path" : "pathWithoutControls", '{');
    rp_json_str(j, "source", rp_say_source_id(p->attack, &bare));
    rp_cli_json_path(cli, g, &bare, j);
    rp_json_close(j, '}');
    const bool *wanted = reached ? by_refusal(cli, g, false) : chosen;
    uint32_t n = blockers(cli, g, goal, &bare, wanted, &b);
    json_blockers(g, b, n, reached ? "candidates" : "stoppedBy", j);
    n = blockers(cli, g, goal, &bare, by_refusal(cli, g, true), &b);
    if (reached)
        json_blockers(g, b, n, "refused", j);
}

static void put_json(struct rp_cli *cli, const struct rp_pipeline *p, uint32_t goal,
                     enum rp_state state, const bool *chosen, const struct rp_path *path,
                     struct rp_buf *out)
{
    const struct rp_graph *g = p->attack->graph;
    struct rp_json j;
    rp_cli_json_begin(&j, out);
    rp_json_str(&j, "harm", g->goal[goal].name);
    rp_json_str(&j, "state", rp_str_of(rp_cli_state_word(state)));
    rp_json_bool(&j, "reached", path->nsteps > 0);
    rp_json_bool(&j, "acceptable", path->level <= g->goal[goal].acceptable);
    json_ways(cli, p, goal, chosen, path, &j);
    rp_json_close(&j, '}');
}

enum rp_exit rp_cmd_why(struct rp_cli *cli)
{
    struct rp_pipeline p;
    uint32_t harm;
    enum rp_state state = RP_VERIFIED;
    if (!rp_cli_state(cli, &state) || !rp_pipeline_attack(cli, &p) ||
        !rp_pipeline_harm(cli, p.model, rp_str_of(cli->arg[0]), &harm))
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    rp_pipeline_evidence(cli, &p);
    const bool *chosen = rp_cli_chosen(cli, &p, state);
    struct rp_exposure exposure;
    struct rp_situation situation = {chosen, RP_GRAPH_NONE};
    rp_exposure_compute(cli->arena, p.attack->graph, &situation, &exposure);
    uint32_t goal = rp_cli_goal_of(p.attack, harm);
    struct rp_path path = {.entry = RP_GRAPH_NONE};
    if (rp_exposure_goal(&exposure, p.attack->graph, goal))
        rp_exposure_path(cli->arena, p.attack->graph, &exposure, p.attack->graph->goal[goal].fact,
                         &path);
    struct rp_buf out;
    rp_buf_init(&out, 0);
    if (rp_cli_format_is(cli, "json"))
        put_json(cli, &p, goal, state, chosen, &path, &out);
    else
        put_text(cli, &p, goal, chosen, &path, &out);
    enum rp_exit status = rp_cli_write(cli, rp_buf_str(&out), RP_EXIT_OK);
    rp_buf_done(&out);
    return rp_cli_finish(cli, status);
}
