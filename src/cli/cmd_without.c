// SPDX-License-Identifier: Apache-2.0
/*
 * without: what becomes easier when controls are taken away from the design.
 */
#include "cli/commands.h"
#include "cli/say.h"
#include "cli/states.h"

static void put_harm(struct rp_cli *cli, const struct rp_pipeline *p, uint32_t goal,
                     const struct rp_exposure *before, const struct rp_exposure *after,
                     struct rp_buf *out)
{
    const struct rp_graph *g = p->attack->graph;
    const struct rp_harm *harm = &p->model->harm[p->attack->goal_harm[goal]];
    unsigned from = rp_exposure_goal(before, g, goal), to = rp_exposure_goal(after, g, goal);
    struct rp_str was = rp_say_level(cli, &p->model->policy, from);
    struct rp_str is = rp_say_level(cli, &p->model->policy, to);
    rp_buf_printf(out, "%.*s %.*s%s %.*s -> %.*s", RP_FMT(harm->item.id),
                  RP_FMT(harm->item.name.in[cli->lang]), cli->lang == RP_FR ? " :" : ":",
                  RP_FMT(was), RP_FMT(is));
    if (from <= g->goal[goal].acceptable && to > g->goal[goal].acceptable)
        rp_buf_printf(out, ", %s", rp_say(cli, RP_SAY_NOW_UNACCEPTABLE));
    rp_buf_putc(out, '\n');
    struct rp_path path;
    rp_exposure_path(cli->arena, g, after, g->goal[goal].fact, &path);
    rp_say_path(cli, g, &path, out);
}

enum rp_exit rp_cmd_without(struct rp_cli *cli)
{
    struct rp_pipeline p;
    if (!rp_pipeline_attack(cli, &p))
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    rp_pipeline_evidence(cli, &p);
    const struct rp_graph *g = p.attack->graph;
    const bool *designed = rp_cli_chosen(cli, &p, RP_DESIGNED);
    bool *rest = RP_NEWN(cli->arena, bool, g->ncontrols + 1);
    memcpy(rest, designed, g->ncontrols * sizeof(*rest));
    bool ok = true;
    for (int i = 0; i < cli->nargs; i++)
        ok = rp_cli_mark_controls(cli, p.attack, rp_str_of(cli->arg[i]), false, rest) && ok;
    if (!ok)
        return rp_cli_finish(cli, RP_EXIT_INPUT);

    struct rp_exposure before, after;
    rp_exposure_compute(cli->arena, g, &(struct rp_situation){designed, RP_GRAPH_NONE}, &before);
    rp_exposure_compute(cli->arena, g, &(struct rp_situation){rest, RP_GRAPH_NONE}, &after);
    struct rp_buf out;
    rp_buf_init(&out, 0);
    rp_buf_puts(&out, rp_say(cli, RP_SAY_RETURN_WITHOUT));
    for (int i = 0; i < cli->nargs; i++)
        rp_buf_printf(&out, "%s %s", i ? "," : "", cli->arg[i]);
    rp_buf_puts(&out, cli->lang == RP_FR ? " :\n" : ":\n");
    uint32_t worse = 0;
    enum rp_exit status = RP_EXIT_OK;
    for (uint32_t goal = 0; goal < g->ngoals; goal++) {
        unsigned to = rp_exposure_goal(&after, g, goal);
        if (to <= rp_exposure_goal(&before, g, goal))
            continue;
        put_harm(cli, &p, goal, &before, &after, &out);
        worse++;
        if (to > g->goal[goal].acceptable)
            status = RP_EXIT_FINDINGS;
    }
    if (!worse)
        rp_buf_printf(&out, "%s\n", rp_say(cli, RP_SAY_NOTHING_RETURNS));
    status = rp_cli_write(cli, rp_buf_str(&out), status);
    rp_buf_done(&out);
    return rp_cli_finish(cli, status);
}
