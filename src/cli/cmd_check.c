// SPDX-License-Identifier: Apache-2.0
/*
 * check: every mistake of the model, the catalogue and the evidence, each with its place.
 */
#include "cli/commands.h"
#include "cli/pipeline.h"
#include "cli/say.h"

#include <unistd.h>

static bool parse_format(const char *word, enum rp_diag_format *ret_format)
{
    static const struct {
        const char *word;
        enum rp_diag_format format;
    } table[] = {
        {"json", RP_DIAG_JSON},     {"sarif", RP_DIAG_SARIF},
        {"junit", RP_DIAG_JUNIT},   {"codequality", RP_DIAG_CODEQUALITY},
        {"github", RP_DIAG_GITHUB},
    };
    for (size_t i = 0; word && i < sizeof(table) / sizeof(table[0]); i++) {
        if (strcmp(word, table[i].word) == 0) {
            *ret_format = table[i].format;
            return true;
        }
    }
    return false;
}

// Empty when it has no name, or one that is not worth having.
static struct rp_str working_folder(struct rp_cli *cli)
{
    char folder[4096];
    return getcwd(folder, sizeof(folder)) ? rp_str_copy(cli->arena, rp_str_of(folder)) : RP_STR("");
}

// For programs: all messages are the answer, on standard output.
static enum rp_exit answer_programs(struct rp_cli *cli, enum rp_diag_format format,
                                    enum rp_exit status)
{
    struct rp_render how = {cli->lang, false, RP_VERSION_STR, working_folder(cli)};
    struct rp_buf out;
    rp_buf_init(&out, 0);
    rp_diags_sort(&cli->diags);
    rp_diags_render(&cli->diags, format, &how, &out);
    uint32_t errors = cli->diags.errors;
    enum rp_exit written = rp_cli_write(cli, rp_buf_str(&out), status);
    rp_buf_done(&out);
    if (written == RP_EXIT_TOOL) {
        // What was found could not be written: only that failure is left to be told.
        struct rp_diag *failure = cli->diags.first;
        while (failure->next)
            failure = failure->next;
        rp_diags_init_beside(&cli->diags, &cli->diags);
        rp_report(&cli->diags, failure->msg, failure->at, "%.*s", RP_FMT(failure->subject));
        return rp_cli_finish(cli, RP_EXIT_TOOL);
    }
    if (errors)
        return RP_EXIT_INPUT;
    return status == RP_EXIT_FINDINGS && cli->option[RP_OPTION_EXIT_ZERO] ? RP_EXIT_OK : status;
}

static void put_count(struct rp_cli *cli, uint32_t n, enum rp_say one, enum rp_say many,
                      struct rp_buf *out)
{
    rp_buf_printf(out, "%u %s", n, rp_say(cli, n == 1 ? one : many));
}

// "pump 1.4.0: 12 components, 14 flows, 5 harms: no mistake found"
static void put_summary(struct rp_cli *cli, const struct rp_model *m, struct rp_buf *out)
{
    const char *colon = cli->lang == RP_FR ? "\xC2\xA0: " : ": ";
    rp_buf_printf(out, "%.*s %.*s%s", RP_FMT(m->device.item.name.in[cli->lang]),
                  RP_FMT(m->device.version), colon);
    put_count(cli, m->ncomponents - 1, RP_SAY_COMPONENT, RP_SAY_COMPONENTS, out);
    rp_buf_puts(out, ", ");
    put_count(cli, m->nflows - 1, RP_SAY_FLOW, RP_SAY_FLOWS, out);
    rp_buf_puts(out, ", ");
    put_count(cli, m->nharms - 1, RP_SAY_HARM_ONE, RP_SAY_HARMS, out);
    rp_buf_printf(out, "%s%s\n", colon, rp_say(cli, RP_SAY_OK));
}

enum rp_exit rp_cmd_check(struct rp_cli *cli)
{
    const char *fail_on = cli->option[RP_OPTION_FAIL_ON];
    if (fail_on && strcmp(fail_on, "error") != 0 && strcmp(fail_on, "warning") != 0)
        return rp_cli_finish(cli, rp_cli_bad_value(cli, RP_OPTION_FAIL_ON));
    struct rp_pipeline p = {0};
    bool ok = rp_pipeline_attack(cli, &p);
    if (p.model)
        rp_pipeline_evidence(cli, &p);
    enum rp_exit status = RP_EXIT_OK;
    if (!ok)
        status = RP_EXIT_INPUT;
    else if (fail_on && strcmp(fail_on, "warning") == 0 && cli->diags.warnings)
        status = RP_EXIT_FINDINGS;

    enum rp_diag_format format;
    if (parse_format(cli->option[RP_OPTION_FORMAT], &format))
        return answer_programs(cli, format, status);
    if (ok && p.model && !cli->diags.errors && !cli->option[RP_OPTION_QUIET]) {
        struct rp_buf out;
        rp_buf_init(&out, 0);
        put_summary(cli, p.model, &out);
        status = rp_cli_write(cli, rp_buf_str(&out), status);
        rp_buf_done(&out);
    }
    return rp_cli_finish(cli, status);
}
