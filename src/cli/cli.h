// SPDX-License-Identifier: Apache-2.0
/*
 * One run of the program: what the command line asked for, and how to answer.
 *
 * Data goes to standard output (or -o FILE), messages to standard error.  Each command is one
 * function in a file of its own; the table in commands.c is what help, man page and completions
 * are made from.
 */
#ifndef REMPART_CLI_CLI_H
#define REMPART_CLI_CLI_H

#include "assess/assess.h"
#include "diag/render.h"

// The contract of rempart(1), EXIT STATUS.
enum rp_exit {
    RP_EXIT_OK = 0,
    RP_EXIT_FINDINGS = 1, // verdict not met, or findings at or above --fail-on
    RP_EXIT_INPUT = 2,    // usage error or invalid model
    RP_EXIT_STALE = 3,    // evidence missing or of another version
    RP_EXIT_TOOL = 4,     // a library or an outside program failed, output not written
    RP_EXIT_FEED = 5,     // feed data missing or too old
    RP_EXIT_BUG = 70,
};

enum rp_option {
#define OPTION(name, word, letter, value, en, fr) RP_OPTION_##name,
#include "cli/options.def"
#undef OPTION
    RP_OPTION_COUNT
};

// One option of the command line, for those that may be repeated.
struct rp_given {
    enum rp_option option;
    const char *value;
};

struct rp_cli {
    struct rp_arena *arena;
    struct rp_diags diags;
    enum rp_lang lang;
    bool colour_out, colour_err; // ANSI escapes on that stream?
    const struct rp_command *command;
    const char *option[RP_OPTION_COUNT]; // NULL when not given, "" when it takes no value
    struct rp_given *given;              // every option with a value, in order
    uint32_t ngiven, given_cap;
    const char *const *arg; // operands
    int nargs;
    int64_t today; // days since 1970, from SOURCE_DATE_EPOCH or the clock
};

struct rp_command {
    const char *name;
    enum rp_exit (*run)(struct rp_cli *cli);
    const char *operands;           // "HARM", "[HARM...]"
    int min_operands, max_operands; // max -1: any number
    struct rp_text summary;         // one line
    struct rp_text detail;          // paragraphs separated by empty lines
    const char *const *example;     // command lines without "rempart", NULL at the end
    const char *const
        *formats; // values of --format, the default first, NULL at the end; may be NULL
    const enum rp_option *options; // besides the general ones, RP_OPTION_COUNT at the end
};

const struct rp_command *rp_commands(uint32_t *ret_n);
const struct rp_command *rp_command_find(struct rp_str name);

struct rp_option_info {
    const char *word;  // without "--"
    char letter;       // 0: none
    const char *value; // placeholder, NULL when it takes none
    struct rp_text text;
};

const struct rp_option_info *rp_option_info(enum rp_option option);

// The words that an option of a command takes, as far as they are few: those of its placeholder when
// that is in small letters, "error|warning".  Gives how many there are, at most RP_OPTION_MOST_WORDS.
enum { RP_OPTION_MOST_WORDS = 8 };
uint32_t rp_option_words(const struct rp_command *command, enum rp_option option,
                         struct rp_str *ret_words);

// The first operands of a command that are words: "check" and "graph" of "check FILE | graph FILE".
uint32_t rp_command_words(const struct rp_command *command, struct rp_str *ret_words);

// Whether an option is one of every command.
bool rp_option_is_general(enum rp_option option);

// Runs the program; gives its exit status.
enum rp_exit rp_cli_main(int argc, char **argv);

// --- answering -------------------------------------------------------------------------------

// Whether --format is this word (its default when not given).
bool rp_cli_format_is(const struct rp_cli *cli, const char *word);

// Prints what was reported to standard error and gives the exit status for it: INPUT when there were
// errors, else `otherwise`.
enum rp_exit rp_cli_finish(struct rp_cli *cli, enum rp_exit otherwise);

// Tells whether a run may write these n files (terminated paths, "-" is standard output): none is one
// that it has read, and none is written twice, under whatever name.  Ask before the first is written.
// OK; else reported, TOOL for a file that was read, INPUT for one that is named twice.
enum rp_exit rp_cli_may_write(struct rp_cli *cli, const struct rp_str *path, uint32_t n);

// Where the answer goes: the file of --output, "-" when it is not given.
struct rp_str rp_cli_output(const struct rp_cli *cli);

// Writes data to -o FILE or standard output; gives TOOL (reported) when it cannot, else `otherwise`.
enum rp_exit rp_cli_write(struct rp_cli *cli, struct rp_str text, enum rp_exit otherwise);

// The same for a named file.
enum rp_exit rp_cli_write_file(struct rp_cli *cli, struct rp_str path, struct rp_str text,
                               enum rp_exit otherwise);

// Makes a folder unless it is there; TOOL (reported) when it cannot.
enum rp_exit rp_cli_make_folder(struct rp_cli *cli, struct rp_str folder);

// One of several files that a run writes into a folder.
struct rp_output {
    struct rp_str name;
    struct rp_buf text;
    struct rp_str path; // set by rp_cli_write_folder
};

// Makes the folder and writes all n files into it; none when one of them, or --output beside them, may
// not be written (reported, as rp_cli_may_write).
enum rp_exit rp_cli_write_folder(struct rp_cli *cli, struct rp_str folder, struct rp_output *of,
                                 uint32_t n);

// Tells a mistake of the command line on standard error; gives INPUT.
enum rp_exit rp_cli_usage(struct rp_cli *cli, enum rp_msg msg, struct rp_str subject);

// Tells that a word of the command line is none of the known ones, with the one probably meant.
void rp_cli_unknown_word(struct rp_cli *cli, enum rp_msg msg, struct rp_str word,
                         const struct rp_str *known, uint32_t n);

// Tells that an option of the command does not take the value it was given, and which it takes; gives
// INPUT.
enum rp_exit rp_cli_bad_value(struct rp_cli *cli, enum rp_option option);

// Tells on a terminal how much of a long answer is found, done of so many parts; wiped out again when
// all are.  Nothing where messages do not go to a terminal, or with --quiet.
void rp_cli_progress(const struct rp_cli *cli, uint32_t done, uint32_t of);

// A failed run (not the user's mistake) -> reported, exit status.
enum rp_exit rp_cli_failed(struct rp_cli *cli, enum rp_status status);

// From now on the first SIGINT does not end the program: it makes this not 0, for a search to end with
// what it has.  The second one ends the program.
const volatile sig_atomic_t *rp_cli_interrupts(void);

// Reads a number of seconds of an option, above 0, with a decimal point if need be; false (reported)
// when it is none or out of range.
bool rp_cli_seconds(struct rp_cli *cli, enum rp_option option, double *ret_seconds);

// Reads a whole number of an option; false (reported) when it is none or out of range.
bool rp_cli_number(struct rp_cli *cli, enum rp_option option, uint32_t max, uint32_t *ret_value);

#define RP_VERSION_STR rp_str_of(REMPART_VERSION)

#endif
