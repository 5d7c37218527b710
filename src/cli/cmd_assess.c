// SPDX-License-Identifier: Apache-2.0
/*
 * assess: the risks three times, the verdict, and what is missing for a better one.
 */
#include "cli/commands.h"
#include "cli/pipeline.h"
#include "cli/say.h"

#include "report/report.h"

#define RED "\033[31;1m"
#define GREEN "\033[32m"
#define YELLOW "\033[33;1m"

static void put_title(struct rp_cli *cli, const struct rp_assessment *as, struct rp_buf *out)
{
    static const enum rp_say word[RP_VERDICTS] = {
        [RP_ACCEPTABLE] = RP_SAY_ACCEPTABLE,
        [RP_ACCEPTABLE_UNDER_CONDITIONS] = RP_SAY_UNDER_CONDITIONS,
        [RP_NOT_ACCEPTABLE] = RP_SAY_NOT_ACCEPTABLE,
    };
    static const char *const colour[RP_VERDICTS] = {
        [RP_ACCEPTABLE] = GREEN,
        [RP_ACCEPTABLE_UNDER_CONDITIONS] = YELLOW,
        [RP_NOT_ACCEPTABLE] = RED,
    };
    const struct rp_device *device = &as->model->device;
    struct rp_str name = rp_str_printf(
        cli->arena, "%.*s %.*s", RP_FMT(device->item.name.in[cli->lang]), RP_FMT(device->version));
    rp_buf_put(out, name);
    for (uint32_t w = rp_say_width(name); w < 48; w++)
        rp_buf_putc(out, ' ');
    rp_buf_printf(out, " %s %s%s%s\n\n", rp_say(cli, RP_SAY_VERDICT),
                  cli->colour_out ? colour[as->verdict] : "", rp_say(cli, word[as->verdict]),
                  cli->colour_out ? "\033[0m" : "");
}

static void level_cell(struct rp_cli *cli, struct rp_table *t, const struct rp_assessment *as,
                       const struct rp_risk *risk, enum rp_state state)
{
    struct rp_str level = rp_say_level(cli, &as->model->policy, risk->level[state]);
    if (!risk->acceptable[state])
        level = rp_str_printf(cli->arena, "%.*s !", RP_FMT(level));
    rp_table_cell(t, level, risk->acceptable[state] ? NULL : RED);
}

static struct rp_str remark(struct rp_cli *cli, const struct rp_assessment *as,
                            const struct rp_risk *risk)
{
    if (risk->acceptable[RP_VERIFIED])
        return RP_STR("");
    if (risk->accepted)
        return rp_str_printf(cli->arena, "< %s %.*s", rp_say(cli, RP_SAY_RISK_ACCEPTED),
                             RP_FMT(as->model->policy.acceptance[risk->acceptance].by));
    if (!risk->acceptable[RP_DESIGNED])
        return rp_str_printf(cli->arena, "< %s", rp_say(cli, RP_SAY_NO_CONTROL));
    if (risk->nproof_missing == 0)
        return RP_STR("");
    return rp_str_printf(
        cli->arena, "< %u %s", risk->nproof_missing,
        rp_say(cli, risk->nproof_missing > 1 ? RP_SAY_PROOFS_MISSING : RP_SAY_PROOF_MISSING));
}

static void put_risks(struct rp_cli *cli, const struct rp_assessment *as, struct rp_buf *out)
{
    static const enum rp_say head[] = {RP_SAY_HARM,    RP_SAY_CASE,     RP_SAY_SEVERITY,
                                       RP_SAY_WITHOUT, RP_SAY_DESIGNED, RP_SAY_VERIFIED};
    struct rp_table t;
    rp_table_init(&t, cli->arena, 7);
    for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++)
        rp_table_cell(&t, rp_str_of(rp_say(cli, head[i])), "\033[1m");
    rp_table_cell(&t, RP_STR(""), NULL);
    for (uint32_t i = 0; i < as->nrisks; i++) {
        const struct rp_risk *risk = &as->risk[i];
        const struct rp_harm *harm = &as->model->harm[risk->harm];
        rp_table_cell(&t,
                      rp_str_printf(cli->arena, "%.*s %.*s", RP_FMT(harm->item.id),
                                    RP_FMT(harm->item.name.in[cli->lang])),
                      NULL);
        rp_table_cell(
            &t,
            rp_str_of(rp_say(cli, harm->scenario == RP_TARGET ? RP_SAY_TARGET : RP_SAY_GATEWAY)),
            NULL);
        rp_table_cell(
            &t,
            rp_str_printf(cli->arena, "%u %.*s", harm->severity,
                          RP_FMT(as->model->policy.severity_name[harm->severity].in[cli->lang])),
            NULL);
        for (unsigned s = 0; s < RP_STATES; s++)
            level_cell(cli, &t, as, risk, (enum rp_state)s);
        rp_table_cell(&t, remark(cli, as, risk), "\033[2m");
    }
    rp_table_put(&t, "", cli->colour_out, out);
}

static struct rp_str control_name(struct rp_cli *cli, const struct rp_assessment *as,
                                  const struct rp_condition *c)
{
    if (c->graph_control != RP_GRAPH_NONE)
        return rp_say_control(cli, as->attack, as->attack->graph, c->graph_control);
    const struct rp_item *item = &as->model->control[c->control].item;
    uint32_t kind = rp_catalogue_control(as->attack->catalogue, item->kind.text);
    return rp_str_printf(cli->arena, "%.*s %.*s", RP_FMT(item->id),
                         RP_FMT(as->attack->catalogue->control[kind].name.in[cli->lang]));
}

static void put_condition(struct rp_cli *cli, const struct rp_assessment *as,
                          const struct rp_condition *c, struct rp_buf *out)
{
    struct rp_str what = {NULL, 0};
    enum rp_say say = RP_SAY_ADD;
    switch (c->type) {
    case RP_CONDITION_ADD_CONTROL:
        what = control_name(cli, as, c);
        break;
    case RP_CONDITION_BUILD:
        say = RP_SAY_BUILD;
        what = control_name(cli, as, c);
        break;
    case RP_CONDITION_TEST:
        say = as->evidence->test[c->test].result == RP_TEST_FAILED ? RP_SAY_TEST_FAILED
                                                                   : RP_SAY_TEST_NEEDED;
        what = rp_str_printf(cli->arena, "%.*s (%.*s)", RP_FMT(as->evidence->test[c->test].id),
                             RP_FMT(control_name(cli, as, c)));
        break;
    case RP_CONDITION_NAME_TEST:
        say = RP_SAY_NAME_TEST;
        what = control_name(cli, as, c);
        break;
    case RP_CONDITION_ASSUMPTION:
        say = RP_SAY_ASSUME;
        what = as->model->assumption[c->assumption].item.id;
        break;
    case RP_CONDITION_ACCEPTED_RISK:
        say = RP_SAY_ACCEPTED_UNTIL;
        what = as->model->harm[c->harm].item.id;
        break;
    case RP_CONDITION_SIDE_EFFECT:
        say = RP_SAY_SIDE_EFFECT;
        what = control_name(cli, as, c);
        break;
    case RP_CONDITION_CONFLICT:
        say = RP_SAY_CONFLICT;
        what = control_name(cli, as, c);
        break;
    case RP_CONDITION_HARM:
        say = RP_SAY_CANNOT_CUT;
        what = as->model->harm[c->harm].item.id;
        break;
    }
    rp_buf_printf(out, "%s %.*s\n", rp_say(cli, say), RP_FMT(what));
}

static void put_conditions(struct rp_cli *cli, const struct rp_assessment *as, struct rp_buf *out)
{
    if (as->nconditions)
        rp_buf_printf(out, "\n%s\n", rp_say(cli, RP_SAY_FOR_BETTER));
    for (uint32_t i = 0; i < as->nconditions; i++) {
        rp_buf_printf(out, "  %2u. ", i + 1);
        put_condition(cli, as, &as->condition[i], out);
    }
    for (uint32_t i = 0; i < as->nrisks; i++) {
        if (as->risk[i].acceptable[RP_VERIFIED])
            continue;
        rp_buf_printf(out, "\n-> rempart why %.*s   rempart select\n",
                      RP_FMT(as->model->harm[as->risk[i].harm].item.id));
        break;
    }
}

// What is not acceptable is a finding, unless the design would do as it is built and only evidence is
// missing or of another version; a test that failed is a finding.
static enum rp_exit status_of(const struct rp_assessment *as)
{
    bool evidence = false, more = false;
    for (uint32_t i = 0; i < as->nconditions; i++) {
        const struct rp_condition *c = &as->condition[i];
        bool is_test = c->type == RP_CONDITION_TEST;
        bool failed = is_test && as->evidence->test[c->test].result == RP_TEST_FAILED;
        evidence = evidence || is_test || c->type == RP_CONDITION_NAME_TEST;
        more = more || failed || c->type == RP_CONDITION_ADD_CONTROL ||
               c->type == RP_CONDITION_BUILD || c->type == RP_CONDITION_HARM;
    }
    if (as->verdict == RP_NOT_ACCEPTABLE)
        return evidence && !more ? RP_EXIT_STALE : RP_EXIT_FINDINGS;
    return evidence ? RP_EXIT_STALE : RP_EXIT_OK;
}

enum rp_exit rp_cmd_assess(struct rp_cli *cli)
{
    struct rp_pipeline p;
    enum rp_exit status;
    if (!rp_pipeline_assess(cli, &p, &status))
        return rp_cli_finish(cli, status);
    struct rp_buf out;
    rp_buf_init(&out, 0);
    if (rp_cli_format_is(cli, "json")) {
        rp_report_json(&p.assessment, cli->lang, &out);
    } else {
        put_title(cli, &p.assessment, &out);
        put_risks(cli, &p.assessment, &out);
        put_conditions(cli, &p.assessment, &out);
    }
    status = rp_cli_write(cli, rp_buf_str(&out), status_of(&p.assessment));
    rp_buf_done(&out);
    if (status == RP_EXIT_STALE && cli->option[RP_OPTION_EXIT_ZERO])
        status = RP_EXIT_OK;
    return rp_cli_finish(cli, status);
}
