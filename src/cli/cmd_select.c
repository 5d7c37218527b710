// SPDX-License-Identifier: Apache-2.0
/*
 * select: the smallest set of controls, why each is in it, and its proof.
 */
#include "cli/commands.h"
#include "cli/pipeline.h"
#include "cli/question.h"

// The graph of --graph, or of the model.
static bool load(struct rp_question *q)
{
    struct rp_cli *cli = q->cli;
    const char *file = cli->option[RP_OPTION_GRAPH];
    // A mistake of the command line is told before anything is read.
    if (!rp_pipeline_select_options(cli, NULL, &q->options))
        return false;
    if (!file) {
        struct rp_pipeline p;
        if (!rp_pipeline_attack(cli, &p))
            return false;
        q->attack = p.attack;
        q->graph = p.attack->graph;
        return rp_pipeline_select_options(cli, &p.model->policy, &q->options);
    }
    q->graph = rp_pipeline_graph_file(cli, &q->graph_is_json);
    return q->graph != NULL;
}

// Any part of what can go together can go: what the set needs is not called superfluous.
static enum rp_status find_superfluous(struct rp_question *q)
{
    q->superfluous = RP_NEWN(q->cli->arena, bool, q->graph->ncontrols + 1);
    enum rp_status status = rp_select_superfluous(q->cli->arena, q->graph, &q->options.limits,
                                                  q->superfluous, &q->superfluous_known);
    for (uint32_t i = 0; status == RP_OK && i < q->graph->ncontrols; i++)
        q->superfluous[i] = q->superfluous[i] && !q->selection.chosen[i];
    return status;
}

// Everything within the same limits.
static enum rp_status solve(struct rp_question *q)
{
    struct rp_cli *cli = q->cli;
    q->options.certificate = true;
    q->options.limits.interrupted = rp_cli_interrupts();
    enum rp_status status = rp_select(cli->arena, q->graph, &q->options, &q->selection);
    if (status != RP_OK)
        return status;
    q->proof = rp_cli_check_proof(cli, q->graph, q->selection.certificate);
    status = find_superfluous(q);
    if (status == RP_OK)
        status = rp_question_around(q);
    if (status == RP_OK)
        status = rp_question_doubts(q);
    q->cut_short = rp_question_is_over(q);
    return status;
}

static enum rp_exit status_of(const struct rp_question *q)
{
    if (q->proof == RP_PROOF_REFUSED)
        return RP_EXIT_BUG;
    return q->selection.outcome == RP_SELECT_OPTIMAL ? RP_EXIT_OK : RP_EXIT_FINDINGS;
}

enum rp_exit rp_cmd_select(struct rp_cli *cli)
{
    struct rp_question q = {.cli = cli};
    const char *file = cli->option[RP_OPTION_CERTIFICATE];
    if (!load(&q))
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    // Told before a search that may take minutes.
    struct rp_str outputs[] = {rp_cli_output(cli), rp_str_of(file)};
    enum rp_exit status = rp_cli_may_write(cli, outputs, file ? 2 : 1);
    if (status != RP_EXIT_OK)
        return rp_cli_finish(cli, status);
    enum rp_status failed = solve(&q);
    if (failed != RP_OK)
        return rp_cli_finish(cli, rp_cli_failed(cli, failed));
    struct rp_buf out;
    rp_buf_init(&out, 0);
    if (rp_cli_format_is(cli, "json"))
        rp_question_put_json(&q, &out);
    else
        rp_question_put_text(&q, &out);
    status = status_of(&q);
    if (file && q.selection.certificate.n) // nothing found, nothing proven
        status = rp_cli_write_file(cli, rp_str_of(file), q.selection.certificate, status);
    if (status != RP_EXIT_TOOL)
        status = rp_cli_write(cli, rp_buf_str(&out), status);
    rp_buf_done(&out);
    return rp_cli_finish(cli, status);
}
