// SPDX-License-Identifier: Apache-2.0
/*
 * completion: scripts for shells, made from the table of commands.
 */
#include "cli/commands.h"

static void put_words(struct rp_buf *out, const struct rp_command *c)
{
    for (unsigned i = 0; i < RP_OPTION_COUNT; i++)
        if (rp_option_is_general((enum rp_option)i))
            rp_buf_printf(out, " --%s", rp_option_info((enum rp_option)i)->word);
    if (c->formats)
        rp_buf_puts(out, " --format");
    for (const enum rp_option *i = c->options; *i != RP_OPTION_COUNT; i++)
        rp_buf_printf(out, " --%s", rp_option_info(*i)->word);
}

static void put_bash(struct rp_buf *out)
{
    uint32_t n;
    const struct rp_command *all = rp_commands(&n);
    rp_buf_puts(out, "_rempart() {\n    local cur=${COMP_WORDS[COMP_CWORD]} words=\n"
                     "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words='");
    for (uint32_t i = 0; i < n; i++)
        rp_buf_printf(out, "%s%s", i ? " " : "", all[i].name);
    rp_buf_puts(out, "'\n    else\n        case ${COMP_WORDS[1]} in\n");
    for (uint32_t i = 0; i < n; i++) {
        rp_buf_printf(out, "        %s) words='", all[i].name);
        put_words(out, &all[i]);
        rp_buf_puts(out, "' ;;\n");
    }
    rp_buf_puts(out, "        esac\n    fi\n    case $cur in\n"
                     "    -*) COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")) ;;\n"
                     "    *) [ \"$COMP_CWORD\" -eq 1 ] && "
                     "COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")) ||\n"
                     "       COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n    esac\n}\n"
                     "complete -F _rempart rempart\n");
}

// A text between single quotes of a shell.
static void put_quoted(struct rp_buf *out, struct rp_str text)
{
    rp_buf_putc(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\'')
            rp_buf_puts(out, "'\\''");
        else
            rp_buf_putc(out, text.p[i]);
    }
    rp_buf_putc(out, '\'');
}

static void put_zsh(struct rp_cli *cli, struct rp_buf *out)
{
    uint32_t n;
    const struct rp_command *all = rp_commands(&n);
    rp_buf_puts(out, "#compdef rempart\n_rempart() {\n    local -a commands\n    commands=(\n");
    for (uint32_t i = 0; i < n; i++) {
        rp_buf_puts(out, "        ");
        put_quoted(out, rp_str_printf(cli->arena, "%s:%.*s", all[i].name,
                                      RP_FMT(all[i].summary.in[cli->lang])));
        rp_buf_putc(out, '\n');
    }
    rp_buf_puts(out,
                "    )\n    if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
                "    case $words[2] in\n");
    for (uint32_t i = 0; i < n; i++) {
        rp_buf_printf(out, "    %s) compadd --", all[i].name);
        put_words(out, &all[i]);
        rp_buf_puts(out, "; _files ;;\n");
    }
    rp_buf_puts(out, "    esac\n}\n_rempart \"$@\"\n");
}

static void put_fish(struct rp_cli *cli, struct rp_buf *out)
{
    uint32_t n;
    const struct rp_command *all = rp_commands(&n);
    for (uint32_t i = 0; i < n; i++) {
        rp_buf_printf(out, "complete -c rempart -n __fish_use_subcommand -f -a %s -d ",
                      all[i].name);
        put_quoted(out, all[i].summary.in[cli->lang]);
        rp_buf_putc(out, '\n');
        for (const enum rp_option *k = all[i].options; *k != RP_OPTION_COUNT; k++) {
            rp_buf_printf(out, "complete -c rempart -n '__fish_seen_subcommand_from %s' -l %s -d ",
                          all[i].name, rp_option_info(*k)->word);
            put_quoted(out, rp_option_info(*k)->text.in[cli->lang]);
            rp_buf_putc(out, '\n');
        }
    }
    for (unsigned i = 0; i < RP_OPTION_COUNT; i++) {
        if (!rp_option_is_general((enum rp_option)i))
            continue;
        rp_buf_printf(out, "complete -c rempart -l %s -d ",
                      rp_option_info((enum rp_option)i)->word);
        put_quoted(out, rp_option_info((enum rp_option)i)->text.in[cli->lang]);
        rp_buf_putc(out, '\n');
    }
}

enum rp_exit rp_cmd_completion(struct rp_cli *cli)
{
    struct rp_buf out;
    rp_buf_init(&out, 0);
    enum rp_exit status = RP_EXIT_OK;
    if (strcmp(cli->arg[0], "bash") == 0)
        put_bash(&out);
    else if (strcmp(cli->arg[0], "zsh") == 0)
        put_zsh(cli, &out);
    else if (strcmp(cli->arg[0], "fish") == 0)
        put_fish(cli, &out);
    else {
        const struct rp_str shell[] = {RP_STR("bash"), RP_STR("zsh"), RP_STR("fish")};
        rp_cli_unknown_word(cli, RP_MSG_OPERAND_UNKNOWN, rp_str_of(cli->arg[0]), shell, 3);
        status = RP_EXIT_INPUT;
    }
    if (status == RP_EXIT_OK)
        status = rp_cli_write(cli, rp_buf_str(&out), RP_EXIT_OK);
    rp_buf_done(&out);
    return rp_cli_finish(cli, status);
}
