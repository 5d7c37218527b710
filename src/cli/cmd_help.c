// SPDX-License-Identifier: Apache-2.0
/*
 * help: what the table of commands says, for a terminal or as a man page.
 */
#include "cli/commands.h"
#include "cli/manual.h"
#include "cli/say.h"

static void put_options(struct rp_cli *cli, const enum rp_option *list, struct rp_buf *out)
{
    struct rp_table t;
    rp_table_init(&t, cli->arena, 2);
    for (; *list != RP_OPTION_COUNT; list++) {
        const struct rp_option_info *info = rp_option_info(*list);
        struct rp_str word = rp_str_printf(cli->arena, "--%s%s%s", info->word,
                                           info->value ? " " : "", info->value ? info->value : "");
        if (info->letter)
            word = rp_str_printf(cli->arena, "-%c, %.*s", info->letter, RP_FMT(word));
        else
            word = rp_str_printf(cli->arena, "    %.*s", RP_FMT(word));
        rp_table_cell(&t, word, NULL);
        rp_table_cell(&t, info->text.in[cli->lang], NULL);
    }
    rp_table_put(&t, "  ", false, out);
}

static void put_general(struct rp_cli *cli, struct rp_buf *out)
{
    enum rp_option list[RP_OPTION_COUNT + 1];
    size_t n = 0;
    for (unsigned i = 0; i < RP_OPTION_COUNT; i++)
        if (rp_option_is_general((enum rp_option)i))
            list[n++] = (enum rp_option)i;
    list[n] = RP_OPTION_COUNT;
    rp_buf_puts(out, cli->lang == RP_FR ? "\nOptions de toutes les commandes\n"
                                        : "\nOptions of every command\n");
    put_options(cli, list, out);
}

static void put_examples(const struct rp_command *command, struct rp_buf *out)
{
    for (const char *const *i = command->example; *i; i++)
        rp_buf_printf(out, "  $ rempart %s\n", *i);
}

static void put_command(struct rp_cli *cli, const struct rp_command *command, struct rp_buf *out)
{
    put_examples(command, out);
    rp_buf_printf(out, "\nrempart %s%s%s [OPTION...]\n\n", command->name,
                  command->operands[0] ? " " : "", command->operands);
    rp_say_wrap(command->detail.in[cli->lang], 80, out);
    if (command->formats) {
        rp_buf_puts(out, cli->lang == RP_FR ? "\nFormes (--format) :" : "\nForms (--format):");
        for (const char *const *i = command->formats; *i; i++)
            rp_buf_printf(out, " %s", *i);
        rp_buf_putc(out, '\n');
    }
    if (command->options && *command->options != RP_OPTION_COUNT) {
        rp_buf_puts(out, "\nOptions\n");
        put_options(cli, command->options, out);
    }
    put_general(cli, out);
}

static void put_overview(struct rp_cli *cli, struct rp_buf *out)
{
    uint32_t n;
    const struct rp_command *all = rp_commands(&n);
    rp_buf_puts(out, "  $ rempart init\n  $ rempart check\n  $ rempart assess\n"
                     "  $ rempart why D1\n  $ rempart select\n  $ rempart report\n\n");
    rp_buf_puts(out,
                cli->lang == RP_FR
                    ? "rempart compile le dossier de cybersécurité d’un dispositif médical : "
                      "d’un modèle en texte\nà un verdict motivé et à deux documents.\n\n"
                      "Commandes\n"
                    : "rempart compiles the security file of a medical device: from a model in "
                      "plain text\nto a verdict with its reasons and two documents.\n\n"
                      "Commands\n");
    struct rp_table t;
    rp_table_init(&t, cli->arena, 2);
    for (uint32_t i = 0; i < n; i++) {
        rp_table_cell(&t, rp_str_of(all[i].name), NULL);
        rp_table_cell(&t, all[i].summary.in[cli->lang], NULL);
    }
    rp_table_put(&t, "  ", false, out);
    put_general(cli, out);
    rp_buf_puts(
        out, cli->lang == RP_FR
                 ? "\nStatuts de sortie : 0 bien ; 1 verdict non atteint ou constats ; 2 erreur "
                   "d’usage ou de modèle ;\n3 preuve manquante ou périmée ; 4 échec d’un outil ou "
                   "d’une écriture ; 70 faute de rempart.\n"
                 : "\nExit status: 0 well; 1 verdict not met or findings; 2 mistake in the "
                   "command line or the model;\n3 evidence missing or stale; 4 a tool failed or "
                   "output was not written; 70 a fault of rempart.\n");
}

enum rp_exit rp_cmd_help(struct rp_cli *cli)
{
    struct rp_buf out;
    rp_buf_init(&out, 0);
    enum rp_exit status = RP_EXIT_OK;
    if (cli->nargs) {
        const struct rp_command *command = rp_command_find(rp_str_of(cli->arg[0]));
        if (command)
            put_command(cli, command, &out);
        else
            status = rp_cli_usage(cli, RP_MSG_COMMAND_UNKNOWN, rp_str_of(cli->arg[0]));
    } else if (rp_cli_format_is(cli, "mdoc")) {
        rp_manual_put(&out);
    } else {
        put_overview(cli, &out);
    }
    if (status == RP_EXIT_OK)
        status = rp_cli_write(cli, rp_buf_str(&out), RP_EXIT_OK);
    rp_buf_done(&out);
    return rp_cli_finish(cli, status);
}
