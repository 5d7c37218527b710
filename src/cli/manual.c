// SPDX-License-Identifier: Apache-2.0
/*
 * rempart(1) in mdoc, made from the table of commands.
 */
#include "cli/manual.h"

#include "cli/say.h"

// A sentence as mdoc lines: a backslash is doubled, a leading dot or quote protected.
static void put_sentence(struct rp_buf *out, struct rp_str text)
{
    struct rp_buf safe, lines;
    rp_buf_init(&safe, 0);
    rp_buf_init(&lines, 0);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\\')
            rp_buf_puts(&safe, "\\e");
        else
            rp_buf_putc(&safe, text.p[i]);
    }
    rp_say_wrap(rp_buf_str(&safe), 78, &lines);
    for (size_t i = 0; i < lines.n; i++) {
        bool start = i == 0 || lines.p[i - 1] == '\n';
        if (start && (lines.p[i] == '.' || lines.p[i] == '\''))
            rp_buf_puts(out, "\\&");
        rp_buf_putc(out, lines.p[i]);
    }
    rp_buf_done(&safe);
    rp_buf_done(&lines);
}

// Paragraphs: every sentence starts a line, as mdoc wants it.
static void put_text(struct rp_buf *out, struct rp_str text)
{
    for (size_t from = 0, i = 0; i < text.n; i++) {
        bool last = i + 1 == text.n;
        bool paragraph = i + 2 < text.n && text.p[i + 1] == '\n' && text.p[i + 2] == '\n';
        if (!last && !paragraph && !(text.p[i] == '.' && text.p[i + 1] == ' '))
            continue;
        put_sentence(out, (struct rp_str){text.p + from, i + 1 - from});
        if (paragraph) {
            rp_buf_puts(out, ".Pp\n");
            i += 2;
        }
        from = i + (paragraph ? 1 : 2);
    }
}

static void put_option(struct rp_buf *out, enum rp_option option)
{
    const struct rp_option_info *info = rp_option_info(option);
    rp_buf_puts(out, ".It ");
    if (info->letter && info->value)
        rp_buf_printf(out, "Fl %c Ar %s , ", info->letter, info->value);
    else if (info->letter)
        rp_buf_printf(out, "Fl %c , ", info->letter);
    rp_buf_printf(out, "Fl -%s", info->word);
    if (info->value)
        rp_buf_printf(out, " Ar %s", info->value);
    rp_buf_putc(out, '\n');
    put_text(out, info->text.in[RP_EN]);
}

static void put_command(struct rp_buf *out, const struct rp_command *c)
{
    rp_buf_printf(out, ".Ss %s\n", c->name);
    put_text(out, c->detail.in[RP_EN]);
    if (c->formats) {
        rp_buf_puts(out, ".Pp\nForms of\n.Fl -format :\n");
        for (const char *const *i = c->formats; *i; i++)
            rp_buf_printf(out, ".Cm %s%s\n", *i, i[1] ? " ," : " .");
    }
    if (*c->options != RP_OPTION_COUNT) {
        rp_buf_puts(out, ".Bl -tag -width Ds\n");
        for (const enum rp_option *i = c->options; *i != RP_OPTION_COUNT; i++)
            put_option(out, *i);
        rp_buf_puts(out, ".El\n");
    }
    rp_buf_puts(out, ".Bd -literal -offset indent\n");
    for (const char *const *i = c->example; *i; i++)
        rp_buf_printf(out, "rempart %s\n", *i);
    rp_buf_puts(out, ".Ed\n");
}

static void put_statuses(struct rp_buf *out)
{
    static const struct {
        int status;
        const char *text;
    } table[] = {
        {RP_EXIT_OK, "All is well, or\n.Fl -exit-zero\nwas given."},
        {RP_EXIT_FINDINGS, "The verdict is not acceptable, or there are findings at or above\n"
                           ".Fl -fail-on ."},
        {RP_EXIT_INPUT, "A mistake in the command line, the model or another input."},
        {RP_EXIT_STALE, "Only evidence is missing, failed or of another version."},
        {RP_EXIT_TOOL, "A library or an outside program failed, or output could not be written."},
        {RP_EXIT_FEED, "Reserved for feed data that is missing or too old."},
        {RP_EXIT_BUG, "A fault of rempart itself."},
    };
    rp_buf_puts(out, ".Sh EXIT STATUS\n.Bl -tag -width Ds\n");
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        rp_buf_printf(out, ".It %d\n%s\n", table[i].status, table[i].text);
    rp_buf_puts(out, ".El\n.Pp\nAn error outranks findings, so that a script never takes a\nfailed "
                     "run for a result.\n");
}

void rp_manual_put(struct rp_buf *out)
{
    uint32_t n;
    const struct rp_command *all = rp_commands(&n);
    rp_buf_puts(out, ".\\\" Made by rempart help --format mdoc from the table of commands.\n"
                     ".Dd $Mdocdate$\n.Dt REMPART 1\n.Os\n.Sh NAME\n.Nm rempart\n"
                     ".Nd compile the security file of a medical device\n.Sh SYNOPSIS\n");
    for (uint32_t i = 0; i < n; i++)
        rp_buf_printf(out, ".Nm\n.Cm %s\n%s%s%s.Op Ar option ...\n", all[i].name,
                      all[i].operands[0] ? ".Ar " : "", all[i].operands,
                      all[i].operands[0] ? "\n" : "");
    rp_buf_puts(out, ".Sh DESCRIPTION\n.Nm\nreads a model of a device in plain text, derives how\n"
                     "its harms can be reached by an attacker, finds the smallest set of\n"
                     "controls that makes every risk acceptable, weighs the evidence and\n"
                     "rules on the security of the device.\nNothing of the model is executed and "
                     "no network is used.\n.Pp\nOptions of every command:\n"
                     ".Bl -tag -width Ds\n");
    for (unsigned i = 0; i < RP_OPTION_COUNT; i++)
        if (rp_option_is_general((enum rp_option)i))
            put_option(out, (enum rp_option)i);
    rp_buf_puts(out, ".El\n");
    for (uint32_t i = 0; i < n; i++)
        put_command(out, &all[i]);
    rp_buf_puts(out,
                ".Sh ENVIRONMENT\n.Bl -tag -width Ds\n.It Ev LC_ALL , LC_MESSAGES , LANG\n"
                "French when the first that is set begins with\n.Dq fr ,\nelse English.\n"
                ".It Ev SOURCE_DATE_EPOCH\nThe day that counts as today, in seconds since 1970.\n"
                ".It Ev NO_COLOR , FORCE_COLOR\nColours off, on.\n.El\n");
    put_statuses(out);
    rp_buf_puts(out, ".Sh SEE ALSO\n.Xr rempart-verify 1 ,\n.Xr rempart-answers 5 ,\n"
                     ".Xr rempart-assessment 5 ,\n"
                     ".Xr rempart-catalogue 5 ,\n.Xr rempart-certificate 5 ,\n"
                     ".Xr rempart-graph 5 ,\n.Xr rempart-model 5 ,\n.Xr rempart-mal 7\n");
}
