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

// Controls that lower a step of the path to an acceptable level; `chosen` tells which of them.
static uint32_t put_blockers(struct rp_cli *cli, const struct rp_attack *attack, uint32_t goal,
                             const struct rp_path *path, const bool *chosen, struct rp_buf *out)
{
    const struct rp_graph *g = attack->graph;
    bool *seen = RP_NEWN(cli->arena, bool, g->ncontrols + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < path->nsteps; i++) {
        uint32_t step = path->step[i];
        for (uint32_t k = g->blockers.first[step]; k < g->blockers.first[step + 1]; k++) {
            uint32_t control = g->blockers.item[k];
            bool wanted = chosen ? chosen[control] : g->control[control].state != RP_GRAPH_REFUSED;
            if (seen[control] || !wanted || g->effect[k] > g->goal[goal].acceptable)
                continue;
            seen[control] = true;
            rp_buf_printf(out, "  %.*s  (%u)\n", RP_FMT(rp_say_control(cli, attack, g, control)),
                          rp_path_shown(g, path, i + 1));
            n++;
        }
    }
    return n;
}

static void put_reached(struct rp_cli *cli, const struct rp_pipeline *p, uint32_t goal,
                        const struct rp_path *path, struct rp_buf *out)
{
    rp_say_path(cli, p->attack->graph, path, out);
    // With every step at V4 none is harder than another.
    if (path->level < 4)
        rp_buf_printf(out, "%s %u (V%u)\n", rp_say(cli, RP_SAY_HARDEST),
                      rp_path_shown(p->attack->graph, path, path->hardest + 1), path->level);
    struct rp_buf list;
    rp_buf_init(&list, 0);
    uint32_t n = put_blockers(cli, p->attack, goal, path, NULL, &list);
    rp_buf_printf(out, "%s %s\n", rp_say(cli, RP_SAY_NOTHING_CUTS),
                  rp_say(cli, n ? RP_SAY_CANDIDATES : RP_SAY_NO_CANDIDATE));
    rp_buf_put(out, rp_buf_str(&list));
    rp_buf_done(&list);
}

// What stops the harm: its path without any control, and the controls there that are chosen.
static void put_stopped(struct rp_cli *cli, const struct rp_pipeline *p, uint32_t goal,
                        const bool *chosen, struct rp_buf *out)
{
    struct rp_exposure exposure;
    struct rp_path path;
    struct rp_situation nothing = {NULL, RP_GRAPH_NONE};
    const struct rp_graph *g = p->attack->graph;
    rp_exposure_compute(cli->arena, g, &nothing, &exposure);
    if (rp_exposure_goal(&exposure, g, goal) == 0)
        return;
    rp_exposure_path(cli->arena, g, &exposure, g->goal[goal].fact, &path);
    rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_WOULD_BE));
    rp_say_path(cli, g, &path, out);
    rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_STOPPED_BY));
    put_blockers(cli, p->attack, goal, &path, chosen, out);
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
    put_head(cli, &p, &p.model->harm[harm], &path, &out);
    if (path.nsteps)
        put_reached(cli, &p, goal, &path, &out);
    else
        put_stopped(cli, &p, goal, chosen, &out);
    enum rp_exit status = rp_cli_write(cli, rp_buf_str(&out), RP_EXIT_OK);
    rp_buf_done(&out);
    return rp_cli_finish(cli, status);
}
