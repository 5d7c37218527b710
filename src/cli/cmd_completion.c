// SPDX-License-Identifier: Apache-2.0
/*
 * completion: scripts for shells, made from the table of commands.
 */
#include "cli/commands.h"

// The options of a command, general ones first; gives how many.
static uint32_t options_of(const struct rp_command *c, enum rp_option *ret_option)
{
    uint32_t n = 0;
    for (unsigned i = 0; i < RP_OPTION_COUNT; i++)
        if (rp_option_is_general((enum rp_option)i))
            ret_option[n++] = (enum rp_option)i;
    if (c->formats)
        ret_option[n++] = RP_OPTION_FORMAT;
    for (const enum rp_option *i = c->options; *i != RP_OPTION_COUNT; i++)
        ret_option[n++] = *i;
    return n;
}

static void put_options(struct rp_buf *out, const struct rp_command *c)
{
    enum rp_option option[RP_OPTION_COUNT + 1];
    uint32_t n = options_of(c, option);
    for (uint32_t i = 0; i < n; i++)
        rp_buf_printf(out, " --%s", rp_option_info(option[i])->word);
}

static void put_list(struct rp_buf *out, const struct rp_str *word, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        rp_buf_printf(out, "%s%.*s", i ? " " : "", RP_FMT(word[i]));
}

// What may stand first after a command, as far as it is a word; help takes the commands.
static void put_operands(struct rp_buf *out, const struct rp_command *c)
{
    struct rp_str word[RP_OPTION_MOST_WORDS];
    uint32_t n;
    const struct rp_command *all = rp_commands(&n);
    if (c->run == rp_cmd_help)
        for (uint32_t i = 0; i < n; i++)
            rp_buf_printf(out, "%s%s", i ? " " : "", all[i].name);
    else
        put_list(out, word, rp_command_words(c, word));
}

// For bash and zsh: the values of the options that take few, as branches over the word before, each
// with `before` and `after` around its values.
static void put_values(struct rp_buf *out, const struct rp_command *c, const char *before,
                       const char *after)
{
    enum rp_option option[RP_OPTION_COUNT + 1];
    uint32_t n = options_of(c, option);
    for (uint32_t i = 0; i < n; i++) {
        struct rp_str word[RP_OPTION_MOST_WORDS];
        const struct rp_option_info *info = rp_option_info(option[i]);
        uint32_t nwords = rp_option_words(c, option[i], word);
        if (!nwords)
            continue;
        rp_buf_printf(out, " --%s", info->word);
        if (info->letter)
            rp_buf_printf(out, "|-%c", info->letter);
        rp_buf_printf(out, ") %s", before);
        put_list(out, word, nwords);
        rp_buf_printf(out, "%s ;;", after);
    }
}

static void put_bash(struct rp_buf *out)
{
    uint32_t n;
    const struct rp_command *all = rp_commands(&n);
    rp_buf_puts(out, "_rempart() {\n    local cur=${COMP_WORDS[COMP_CWORD]} words= values= first=\n"
                     "    local prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
                     "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        first='");
    for (uint32_t i = 0; i < n; i++)
        rp_buf_printf(out, "%s%s", i ? " " : "", all[i].name);
    rp_buf_puts(out, "'\n    else\n        case ${COMP_WORDS[1]} in\n");
    for (uint32_t i = 0; i < n; i++) {
        rp_buf_printf(out, "        %s)\n            words='", all[i].name);
        put_options(out, &all[i]);
        rp_buf_puts(out, "'\n            [ \"$COMP_CWORD\" -eq 2 ] && first='");
        put_operands(out, &all[i]);
        rp_buf_puts(out, "'\n            case $prev in");
        put_values(out, &all[i], "values='", "'");
        rp_buf_puts(out, " esac ;;\n");
    }
    rp_buf_puts(
        out, "        esac\n    fi\n"
             "    if [ -n \"$values\" ]; then COMPREPLY=($(compgen -W \"$values\" -- \"$cur\"))\n"
             "    elif [ \"${cur#-}\" != \"$cur\" ]; then COMPREPLY=($(compgen -W \"$words\" -- "
             "\"$cur\"))\n"
             "    elif [ -n \"$first\" ]; then COMPREPLY=($(compgen -W \"$first\" -- \"$cur\"))\n"
             "    else COMPREPLY=($(compgen -f -- \"$cur\")); fi\n}\n"
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
        rp_buf_printf(out, "    %s)\n        case $words[CURRENT-1] in", all[i].name);
        put_values(out, &all[i], "compadd -- ", "; return");
        rp_buf_puts(out, " esac\n        (( CURRENT == 3 )) && compadd -- ");
        put_operands(out, &all[i]);
        rp_buf_puts(out, "\n        compadd --");
        put_options(out, &all[i]);
        rp_buf_puts(out, "; _files ;;\n");
    }
    rp_buf_puts(out, "    esac\n}\n_rempart \"$@\"\n");
}

// One option for fish; c NULL: of every command.
static void put_fish_option(struct rp_cli *cli, const struct rp_command *c, enum rp_option option,
                            struct rp_buf *out)
{
    struct rp_str word[RP_OPTION_MOST_WORDS];
    const struct rp_option_info *info = rp_option_info(option);
    uint32_t n = rp_option_words(c ? c : cli->command, option, word);
    rp_buf_puts(out, "complete -c rempart ");
    if (c)
        rp_buf_printf(out, "-n '__fish_seen_subcommand_from %s' ", c->name);
    rp_buf_printf(out, "-l %s ", info->word);
    if (info->letter)
        rp_buf_printf(out, "-s %c ", info->letter);
    if (n) {
        rp_buf_puts(out, "-x -a '");
        put_list(out, word, n);
        rp_buf_puts(out, "' ");
    } else if (info->value) {
        rp_buf_puts(out, "-r ");
    }
    rp_buf_puts(out, "-d ");
    put_quoted(out, info->text.in[cli->lang]);
    rp_buf_putc(out, '\n');
}

static void put_fish(struct rp_cli *cli, struct rp_buf *out)
{
    uint32_t n;
    const struct rp_command *all = rp_commands(&n);
    for (uint32_t i = 0; i < n; i++) {
        struct rp_str word[RP_OPTION_MOST_WORDS];
        rp_buf_printf(out, "complete -c rempart -n __fish_use_subcommand -f -a %s -d ",
                      all[i].name);
        put_quoted(out, all[i].summary.in[cli->lang]);
        rp_buf_putc(out, '\n');
        if (rp_command_words(&all[i], word) || all[i].run == rp_cmd_help) {
            rp_buf_printf(out, "complete -c rempart -n '__fish_seen_subcommand_from %s' -f -a '",
                          all[i].name);
            put_operands(out, &all[i]);
            rp_buf_puts(out, "'\n");
        }
        if (all[i].formats)
            put_fish_option(cli, &all[i], RP_OPTION_FORMAT, out);
        for (const enum rp_option *k = all[i].options; *k != RP_OPTION_COUNT; k++)
            put_fish_option(cli, &all[i], *k, out);
    }
    for (unsigned i = 0; i < RP_OPTION_COUNT; i++)
        if (rp_option_is_general((enum rp_option)i))
            put_fish_option(cli, NULL, (enum rp_option)i, out);
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
