// SPDX-License-Identifier: Apache-2.0
/*
 * Command line -> the command, with its options; and the ways to answer.
 */
#include "cli/commands.h"
#include "cli/say.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS_PER_DAY = 24 * 60 * 60 };

bool rp_cli_format_is(const struct rp_cli *cli, const char *word)
{
    const char *given = cli->option[RP_OPTION_FORMAT];
    if (given)
        return strcmp(given, word) == 0;
    return cli->command->formats && strcmp(cli->command->formats[0], word) == 0;
}

// Errors alone, when the user wants to hear of nothing else.
static void drop_warnings(struct rp_diags *d)
{
    struct rp_diag *next = d->first;
    d->first = NULL;
    d->last = &d->first;
    d->warnings = 0;
    for (struct rp_diag *i = next; i; i = next) {
        next = i->next;
        i->next = NULL;
        if (rp_msg_info(i->msg)->severity != RP_ERROR)
            continue;
        *d->last = i;
        d->last = &i->next;
    }
}

enum rp_exit rp_cli_finish(struct rp_cli *cli, enum rp_exit otherwise)
{
    struct rp_render how = {cli->lang, cli->colour_err, RP_VERSION_STR, RP_STR("")};
    struct rp_buf out;
    rp_buf_init(&out, 0);
    if (cli->option[RP_OPTION_QUIET])
        drop_warnings(&cli->diags);
    // Only check shows warnings one by one: elsewhere they would bury the answer, or the error.  It
    // reads no graph file, so those of one are shown at once.
    uint32_t warnings = cli->diags.warnings;
    bool brief = warnings && cli->command && cli->command->run != rp_cmd_check &&
                 cli->command->run != rp_cmd_mal && !cli->option[RP_OPTION_GRAPH];
    if (brief)
        drop_warnings(&cli->diags);
    rp_diags_sort(&cli->diags);
    rp_diags_render(&cli->diags, RP_DIAG_HUMAN, &how, &out);
    cli->diags.warnings = warnings;
    rp_diags_summary(&cli->diags, &how, &out);
    if (brief && out.n) {
        out.n--; // the summary's line end
        rp_buf_printf(&out, " (%s)\n", rp_say(cli, RP_SAY_WARNINGS_IN_CHECK));
    }
    // Data first when both streams go to one place.
    fflush(stdout);
    fwrite(rp_buf_str(&out).p, 1, out.n, stderr);
    rp_buf_done(&out);
    if (cli->diags.errors)
        return otherwise == RP_EXIT_TOOL ? RP_EXIT_TOOL : RP_EXIT_INPUT;
    if (otherwise == RP_EXIT_FINDINGS && cli->option[RP_OPTION_EXIT_ZERO])
        return RP_EXIT_OK;
    return otherwise;
}

enum rp_exit rp_cli_usage(struct rp_cli *cli, enum rp_msg msg, struct rp_str subject)
{
    rp_report(&cli->diags, msg, (struct rp_loc){0}, "%.*s", RP_FMT(subject));
    return RP_EXIT_INPUT;
}

void rp_cli_unknown_word(struct rp_cli *cli, enum rp_msg msg, struct rp_str word,
                         const struct rp_str *known, uint32_t n)
{
    enum { FEW = 6 };
    struct rp_diag *d = rp_report(&cli->diags, msg, (struct rp_loc){0}, "%.*s", RP_FMT(word));
    size_t near = rp_str_nearest(word, known, n);
    struct rp_str list = RP_STR("");
    if (near < n)
        rp_report_meant(d, known[near], (struct rp_loc){0});
    for (uint32_t i = 0; i < n; i++)
        list =
            rp_str_printf(cli->arena, "%.*s%s%.*s", RP_FMT(list), i ? ", " : "", RP_FMT(known[i]));
    if (n && n <= FEW)
        rp_report_note(&cli->diags, d, RP_MSG_NOTE_POSSIBLE, (struct rp_loc){0}, "%.*s",
                       RP_FMT(list));
}

// possible: what the option takes, empty when nothing short tells it
static void report_value(struct rp_cli *cli, enum rp_option option, struct rp_str possible)
{
    struct rp_diag *d = rp_report(&cli->diags, RP_MSG_OPTION_VALUE, (struct rp_loc){0}, "--%s %s",
                                  rp_option_info(option)->word, cli->option[option]);
    if (possible.n)
        rp_report_note(&cli->diags, d, RP_MSG_NOTE_POSSIBLE, (struct rp_loc){0}, "%.*s",
                       RP_FMT(possible));
}

enum rp_exit rp_cli_bad_value(struct rp_cli *cli, enum rp_option option)
{
    struct rp_str word[RP_OPTION_MOST_WORDS], list = RP_STR("");
    uint32_t n = rp_option_words(cli->command, option, word);
    for (uint32_t i = 0; i < n; i++)
        list =
            rp_str_printf(cli->arena, "%.*s%s%.*s", RP_FMT(list), i ? ", " : "", RP_FMT(word[i]));
    report_value(cli, option, list);
    return RP_EXIT_INPUT;
}

enum rp_exit rp_cli_failed(struct rp_cli *cli, enum rp_status status)
{
    if (status == RP_ERR_INPUT)
        return RP_EXIT_INPUT;
    if (!cli->diags.errors)
        rp_report(&cli->diags, RP_MSG_LIBRARY_FAILED, (struct rp_loc){0}, "%s", "");
    return RP_EXIT_TOOL;
}

bool rp_cli_number(struct rp_cli *cli, enum rp_option option, uint32_t max, uint32_t *ret_value)
{
    const char *text = cli->option[option];
    uint64_t value = 0;
    bool ok = text[0] != '\0';
    for (const char *p = text; *p && ok; p++) {
        ok = *p >= '0' && *p <= '9';
        value = value * 10 + (uint64_t)(*p - '0');
        ok = ok && value <= max;
    }
    if (!ok) {
        report_value(cli, option, RP_STR(""));
        return false;
    }
    *ret_value = (uint32_t)value;
    return true;
}

bool rp_cli_seconds(struct rp_cli *cli, enum rp_option option, double *ret_seconds)
{
    static const double most = 1e6;
    const char *text = cli->option[option];
    size_t n = strspn(text, "0123456789"), digits = n;
    if (text[n] == '.') {
        size_t after = strspn(text + n + 1, "0123456789");
        digits += after;
        n += 1 + after;
    }
    double seconds = digits && text[n] == '\0' ? strtod(text, NULL) : 0;
    if (seconds <= 0 || seconds > most) {
        report_value(cli, option, RP_STR("0 < SECONDS <= 1000000"));
        return false;
    }
    *ret_seconds = seconds;
    return true;
}

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number)
{
    interrupted = number;
}

const volatile sig_atomic_t *rp_cli_interrupts(void)
{
    struct sigaction now, action = {.sa_handler = on_interrupt};
    // The second time it ends the program.
    action.sa_flags = (int)((unsigned)SA_RESETHAND | SA_RESTART);
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGINT, NULL, &now) == 0 && now.sa_handler != SIG_IGN)
        sigaction(SIGINT, &action, NULL);
    return &interrupted;
}

// An assertion that fails is a fault of ours: the contract gives it a status of its own.
static void on_abort(int number)
{
    static const char text[] = "rempart: internal error; please report it with the input\n";
    (void)number;
    if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
        _exit(RP_EXIT_BUG);
    _exit(RP_EXIT_BUG);
}

static bool is_terminal(int fd)
{
    const char *term = getenv("TERM");
    return isatty(fd) && term && strcmp(term, "dumb") != 0;
}

void rp_cli_progress(const struct rp_cli *cli, uint32_t done, uint32_t of)
{
    if (!of || cli->option[RP_OPTION_QUIET] || !is_terminal(STDERR_FILENO))
        return;
    uint64_t percent = (uint64_t)done * 100 / of;
    if (done >= of)
        fputs("\r\033[K", stderr);
    else if (done == 0 || percent != (uint64_t)(done - 1) * 100 / of)
        fprintf(stderr, cli->lang == RP_FR ? "\r%" PRIu64 "\u00a0%%" : "\r%" PRIu64 "%%", percent);
    fflush(stderr);
}

static bool wants_colour(const struct rp_cli *cli, int fd)
{
    const char *given = cli->option[RP_OPTION_COLOR];
    if (cli->option[RP_OPTION_NO_COLOR] || (given && strcmp(given, "never") == 0))
        return false;
    if (given && strcmp(given, "always") == 0)
        return true;
    const char *no = getenv("NO_COLOR"), *force = getenv("FORCE_COLOR");
    if (no && no[0])
        return false;
    if (force && force[0])
        return true;
    return is_terminal(fd);
}

static int64_t today(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end = NULL;
    errno = 0;
    long long seconds = epoch && epoch[0] ? strtoll(epoch, &end, 10) : 0;
    if (!end || *end || errno || seconds < 0)
        seconds = (long long)time(NULL);
    return seconds / SECONDS_PER_DAY;
}

static bool takes(const struct rp_command *command, enum rp_option option)
{
    if (option == RP_OPTION_FORMAT)
        return command->formats != NULL;
    if (rp_option_is_general(option))
        return true;
    for (const enum rp_option *i = command->options; i && *i != RP_OPTION_COUNT; i++)
        if (*i == option)
            return true;
    return false;
}

// The table as getopt_long wants it.
static void fill_getopt(struct rp_cli *cli, struct option *option, char *letters)
{
    *letters++ = ':'; // a missing value is told from an unknown option
    for (unsigned i = 0; i < RP_OPTION_COUNT; i++) {
        const struct rp_option_info *info = rp_option_info((enum rp_option)i);
        if (!takes(cli->command, (enum rp_option)i))
            continue;
        int argument = info->value ? required_argument : no_argument;
        *option++ = (struct option){info->word, argument, NULL, 256 + (int)i};
        if (!info->letter)
            continue;
        *letters++ = info->letter;
        if (info->value)
            *letters++ = ':';
    }
    *option = (struct option){0};
    *letters = '\0';
}

static enum rp_option option_of_letter(int letter)
{
    for (unsigned i = 0; i < RP_OPTION_COUNT; i++)
        if (rp_option_info((enum rp_option)i)->letter == letter)
            return (enum rp_option)i;
    return RP_OPTION_COUNT;
}

// getopt_long takes abbreviations; we do not, since a new option could change their meaning.
static bool is_abbreviated(const char *word, enum rp_option option)
{
    size_t n = strcspn(word + 2, "=");
    const char *full = rp_option_info(option)->word;
    return n < strlen(full) && strncmp(word + 2, full, n) == 0;
}

// Tells what getopt_long could not take; a near option of the command is offered.
static void report_unknown(struct rp_cli *cli, const char *word)
{
    struct rp_str known[RP_OPTION_COUNT];
    size_t n = 0;
    for (unsigned i = 0; i < RP_OPTION_COUNT; i++)
        if (takes(cli->command, (enum rp_option)i))
            known[n++] = rp_str_printf(cli->arena, "--%s", rp_option_info((enum rp_option)i)->word);
    struct rp_str given = {word, strcspn(word, "=")};
    struct rp_diag *d =
        rp_report(&cli->diags, RP_MSG_OPTION_UNKNOWN, (struct rp_loc){0}, "%.*s", RP_FMT(given));
    size_t near = rp_str_nearest(given, known, n);
    if (near < n)
        rp_report_meant(d, known[near], (struct rp_loc){0});
}

// What one run has one of: a second one would be passed over in silence.
static bool is_single(enum rp_option option)
{
    return option == RP_OPTION_OUTPUT || option == RP_OPTION_CERTIFICATE ||
           option == RP_OPTION_OUT || option == RP_OPTION_MODEL || option == RP_OPTION_GRAPH;
}

static void remember(struct rp_cli *cli, enum rp_option option, const char *value)
{
    cli->given =
        rp_arena_grow(cli->arena, cli->given, cli->ngiven, &cli->given_cap, sizeof(cli->given[0]));
    cli->given[cli->ngiven++] = (struct rp_given){option, value};
}

// What getopt_long gives for an option, or says that it could not take.
static enum rp_option option_of(int c)
{
    return c >= 256 ? (enum rp_option)(c - 256) : option_of_letter(c);
}

// One option as getopt_long gave it; false (reported) when it cannot be taken.
static bool take(struct rp_cli *cli, int c, const char *word)
{
    const struct rp_loc nowhere = {0};
    enum rp_option option = option_of(c);
    if (c == ':') {
        rp_report(&cli->diags, RP_MSG_OPTION_NO_VALUE, nowhere, "%s %s", word,
                  rp_option_info(option_of(optopt))->value);
        return false;
    }
    if (c == '?' && optopt >= 256) { // known, and takes none
        rp_report(&cli->diags, RP_MSG_OPTION_VALUE, nowhere, "%s", word);
        return false;
    }
    if (c == '?' || option == RP_OPTION_COUNT || (c >= 256 && is_abbreviated(word, option))) {
        report_unknown(cli, word);
        return false;
    }
    if (cli->option[option] && is_single(option)) {
        rp_report(&cli->diags, RP_MSG_OPTION_TWICE, nowhere, "--%s %s",
                  rp_option_info(option)->word, optarg);
        return false;
    }
    cli->option[option] = optarg ? optarg : "";
    if (optarg)
        remember(cli, option, optarg);
    return true;
}

// Options and operands of argv, whose [0] is the command.
static bool parse(struct rp_cli *cli, int argc, char **argv)
{
    struct option table[RP_OPTION_COUNT + 1];
    char letters[2 * RP_OPTION_COUNT + 2];
    fill_getopt(cli, table, letters);
    opterr = 0;
    optind = 1;
    bool ok = true;
    for (int c; (c = getopt_long(argc, argv, letters, table, NULL)) != -1;) {
        // The word of the option: a value that is a word of its own stands behind it.
        bool apart = optarg && optarg == argv[optind - 1];
        ok = take(cli, c, argv[optind - (apart ? 2 : 1)]) && ok;
    }
    cli->arg = (const char *const *)argv + optind;
    cli->nargs = argc - optind;
    return ok;
}

// Values that belong to every command.
static bool check_general(struct rp_cli *cli)
{
    static const enum rp_option general[] = {RP_OPTION_LANG, RP_OPTION_COLOR, RP_OPTION_FORMAT};
    bool ok = true;
    if (cli->option[RP_OPTION_LANG])
        rp_lang_parse(rp_str_of(cli->option[RP_OPTION_LANG]), &cli->lang);
    for (size_t i = 0; i < sizeof(general) / sizeof(general[0]); i++) {
        struct rp_str word[RP_OPTION_MOST_WORDS];
        const char *given = cli->option[general[i]];
        uint32_t n = rp_option_words(cli->command, general[i], word), k = 0;
        while (given && k < n && !rp_str_eq(rp_str_of(given), word[k]))
            k++;
        if (!given || k < n)
            continue;
        rp_cli_bad_value(cli, general[i]);
        ok = false;
    }
    return ok;
}

static bool check_operands(struct rp_cli *cli)
{
    const struct rp_command *c = cli->command;
    if (cli->nargs < c->min_operands) {
        rp_cli_usage(cli, RP_MSG_OPERAND_MISSING,
                     rp_str_printf(cli->arena, "%s %s", c->name, c->operands));
        return false;
    }
    if (c->max_operands >= 0 && cli->nargs > c->max_operands) {
        rp_cli_usage(cli, RP_MSG_OPERAND_TOO_MANY, rp_str_of(cli->arg[c->max_operands]));
        return false;
    }
    return true;
}

static void report_command(struct rp_cli *cli, const char *word)
{
    uint32_t n;
    const struct rp_command *all = rp_commands(&n);
    struct rp_str *known = RP_NEWN(cli->arena, struct rp_str, n);
    for (uint32_t i = 0; i < n; i++)
        known[i] = rp_str_of(all[i].name);
    rp_cli_unknown_word(cli, RP_MSG_COMMAND_UNKNOWN, rp_str_of(word), known, n);
}

static enum rp_exit run_command(struct rp_cli *cli, int argc, char **argv)
{
    bool ok = parse(cli, argc, argv);
    ok = check_general(cli) && ok;
    cli->colour_out = wants_colour(cli, STDOUT_FILENO) && !cli->option[RP_OPTION_OUTPUT];
    cli->colour_err = wants_colour(cli, STDERR_FILENO);
    if (!ok)
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    if (cli->option[RP_OPTION_HELP]) {
        // "rempart check --help" is "rempart help check".
        const char *topic[] = {cli->command->name};
        cli->arg = topic;
        cli->nargs = cli->command->run != rp_cmd_help;
        return rp_cmd_help(cli);
    }
    if (cli->option[RP_OPTION_VERSION]) {
        printf("rempart %s\n", REMPART_VERSION);
        return RP_EXIT_OK;
    }
    if (!check_operands(cli))
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    return cli->command->run(cli);
}

// The language that the words ask for, where no command says which options there are.
static void find_lang(struct rp_cli *cli, int argc, char **argv)
{
    for (int i = 1; i < argc && argv[i]; i++) {
        const char *value = strncmp(argv[i], "--lang=", 7) == 0 ? argv[i] + 7
                            : strncmp(argv[i], "--", 2) == 0    ? NULL
                            : strncmp(argv[i], "-l", 2) == 0    ? argv[i] + 2
                                                                : NULL;
        if (strcmp(argv[i], "--lang") == 0 || (value && !value[0]))
            value = i + 1 < argc ? argv[i + 1] : NULL;
        if (value)
            rp_lang_parse(rp_str_of(value), &cli->lang);
    }
}

enum rp_exit rp_cli_main(int argc, char **argv)
{
    struct rp_arena arena;
    struct rp_cli cli = {.arena = &arena, .lang = rp_lang_of_environment(), .today = today()};
    signal(SIGABRT, on_abort);
    rp_arena_init(&arena);
    rp_diags_init(&cli.diags, &arena);
    enum rp_exit status;
    const char *word = argc > 1 ? argv[1] : NULL;
    bool general = word && word[0] == '-';
    cli.command = rp_command_find(word && !general ? rp_str_of(word) : RP_STR("help"));
    if (!word) {
        cli.colour_err = wants_colour(&cli, STDERR_FILENO);
        rp_cli_usage(&cli, RP_MSG_COMMAND_MISSING, RP_STR(""));
        status = rp_cli_finish(&cli, RP_EXIT_INPUT);
    } else if (!cli.command) {
        cli.colour_err = wants_colour(&cli, STDERR_FILENO);
        find_lang(&cli, argc, argv);
        report_command(&cli, word);
        status = rp_cli_finish(&cli, RP_EXIT_INPUT);
    } else {
        int skip = general ? 0 : 1;
        status = run_command(&cli, argc - skip, argv + skip);
    }
    rp_arena_done(&arena);
    if (fflush(stdout) != 0)
        return RP_EXIT_TOOL;
    return status;
}
