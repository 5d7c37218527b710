// SPDX-License-Identifier: Apache-2.0
/*
 * graph: the attack graph of the model, or one from a file, for other programs and for drawing.
 */
#include "cli/commands.h"
#include "cli/pipeline.h"
#include "cli/say.h"

#include <stdio.h>

// What was left out is told on standard error, so that nobody takes the file for the whole:
//
//     412 facts, 931 steps, 53 controls. Left out, without effect on any answer: 210 attack steps that
//     nobody can reach, 80 that lead to no harm.
static void tell_size(struct rp_cli *cli, const struct rp_attack *attack)
{
    const struct rp_graph *g = attack->graph;
    if (cli->option[RP_OPTION_QUIET])
        return;
    fprintf(stderr, "%u %s, %u %s, %u %s. %s %u %s, %u %s.\n", g->nfacts,
            rp_say(cli, RP_SAY_GRAPH_FACTS), g->nsteps, rp_say(cli, RP_SAY_STEPS), g->ncontrols,
            rp_say(cli, RP_SAY_CONTROLS), rp_say(cli, RP_SAY_GRAPH_LEFT_OUT), attack->nunreachable,
            rp_say(cli, RP_SAY_GRAPH_UNREACHABLE), attack->naimless,
            rp_say(cli, RP_SAY_GRAPH_AIMLESS));
}

enum rp_exit rp_cmd_graph(struct rp_cli *cli)
{
    struct rp_pipeline p;
    const struct rp_attack *attack = NULL; // of a model
    const struct rp_graph *g = NULL;
    bool from_json;
    if (cli->option[RP_OPTION_GRAPH])
        g = rp_pipeline_graph_file(cli, &from_json);
    else if (rp_pipeline_attack(cli, &p))
        attack = p.attack;
    if (attack)
        g = attack->graph;
    if (!g)
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    struct rp_buf out;
    rp_buf_init(&out, 0);
    if (rp_cli_format_is(cli, "json"))
        rp_graph_write_json(g, &out);
    else if (rp_cli_format_is(cli, "dot"))
        rp_graph_write_dot(g, cli->lang, &out);
    else
        rp_graph_write_text(g, &out);
    enum rp_exit status = RP_EXIT_OK;
    if (out.full)
        status = rp_cli_failed(cli, RP_ERR_LIMIT);
    else
        status = rp_cli_write(cli, rp_buf_str(&out), RP_EXIT_OK);
    rp_buf_done(&out);
    status = rp_cli_finish(cli, status);
    if (status == RP_EXIT_OK && attack)
        tell_size(cli, attack);
    return status;
}
