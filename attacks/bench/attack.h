// SPDX-License-Identifier: Apache-2.0
/*
 * What every attack needs: the lines of the running pump, the instrument, and a place for results.
 *
 * An attack is a program of its own.  It reaches the pump through its lines only; what it measures
 * comes from the instrument (pump/bench.h), never from what the pump says about itself.
 */
#ifndef ATTACKS_ATTACK_H
#define ATTACKS_ATTACK_H

#include "pump/bench.h"

#include <stdbool.h>
#include <stdint.h>

enum attack_platform { ATTACK_HOST, ATTACK_QEMU };

struct attack_options {
    enum attack_platform platform;
    uint16_t port[PUMP_LINE_COUNT];
    uint16_t bench;
    const char *pipes;    // folder of the instrument's pipes, on QEMU, instead of its port
    const char *flash;    // file that is the pump's flash, NULL when there is none to reach
    const char *counters; // likewise its counters
    uint64_t rounds;      // how often the attack repeats itself; its own default when 0
    uint64_t seed;        // of everything random
    const char *controls; // of the build, separated by spaces
};

// A line as the attacker or an honest peer uses it.
struct attack_line {
    int fd; // -1: not connected; on QEMU the file of what the pump sent
    enum pump_line which;
    struct attack *attack; // whose line it is
    struct pump_parser parser;
    uint8_t tag; // of the last frame sent
};

enum { ATTACK_STATE_MAX = 48 };

// One answer of the instrument.
struct attack_state {
    char text[1024];
    uint32_t n;
    const char *name[ATTACK_STATE_MAX];
    uint64_t value[ATTACK_STATE_MAX];
};

struct attack {
    struct attack_options options;
    int bench;                       // to the instrument
    int bench_out;                   // from it
    uint32_t wire;                   // on QEMU: bytes on their way to the pump, at most
    struct attack_line honest_panel; // the nurse's
    uint64_t random;                 // state of the generator
    uint32_t honest;                 // commands that honest people gave and that were carried out
    struct attack_state begin;       // when therapy began
    uint64_t extra_nl;               // honest boluses since
    uint32_t rate_ulh;               // of the therapy
    bool measured_dose;              // the therapy is to be compared at the end
    bool panel_abused;               // its line carried what nobody answers: waits are no measure
    bool blocked;                    // until something succeeds
    bool skipped;
};

// Filled in by each attack.
struct attack_info {
    const char *id;     // "ATK-01"
    const char *title;  // what is done
    const char *source; // where it was done in earnest, or the requirement it stands for
    void (*run)(struct attack *attack);
};
extern const struct attack_info attack_info;

// True when the build has that control.
bool attack_has(const struct attack *attack, const char *control);

// Prints a measurement; `name` without spaces.
void attack_measure(struct attack *attack, const char *name, uint64_t value);

// The attack got what it wanted; says what, in words.
void attack_succeeds(struct attack *attack, const char *what, uint64_t value);

// The attack makes no sense on this platform or build; says why.
void attack_skip(struct attack *attack, const char *why);

// Lets time pass on the pump (simulated on the host) and reads the instrument.
void attack_wait(struct attack *attack, uint32_t ms, struct attack_state *ret_state);
void attack_state(struct attack *attack, struct attack_state *ret_state);

// Sends a command to the instrument, e.g. "button 1", and reads its answer.
void attack_bench(struct attack *attack, const char *command, struct attack_state *ret_state);

// The value of that name in an answer; the program ends when there is none.
uint64_t attack_value(const struct attack_state *state, const char *name);

// Connects to a line of the pump.  Ends the program when that fails.
void attack_connect(struct attack *attack, enum pump_line which, struct attack_line *ret_line);
void attack_close(struct attack_line *line);

// Raw bytes to a line, in the pump's time where it is slower; gives false when the peer is gone.
bool attack_send_bytes(struct attack_line *line, const void *bytes, size_t n);

// Bytes that came, without waiting; gives their number.
size_t attack_read_bytes(struct attack_line *line, uint8_t *ret_bytes, size_t n);

// Sends a command and waits for its answer for up to `ms` of the pump's time.  Gives the result
// (enum pump_result), 0 when no answer came.
uint8_t attack_ask(struct attack *attack, struct attack_line *line, const struct pump_frame *frame,
                   uint32_t ms, struct pump_frame *ret_reply);

// A frame with up to three numbers of the given sizes (1 or 4 bytes each, 0 ends).
struct pump_frame attack_frame(uint8_t type, const uint8_t sizes[3], const uint32_t values[3]);
struct pump_frame attack_program(uint8_t drug, uint32_t rate_ulh);
struct pump_frame attack_login(uint8_t user, const char *pin);
struct pump_frame attack_bolus(uint32_t nl);

// The nurse logs in at the bedside and starts a therapy; its dose is compared at the end.
void attack_therapy(struct attack *attack, uint8_t drug, uint32_t rate_ulh);

// An honest command at the bedside; counted as such when carried out.
uint8_t attack_nurse(struct attack *attack, const struct pump_frame *frame);

// The technician logs in on the service line.  Ends the program when he cannot.
void attack_technician(struct attack *attack, struct attack_line *ret_line);

// An honest command on a line; counted as such when carried out.
uint8_t attack_honest(struct attack *attack, struct attack_line *line,
                      const struct pump_frame *frame);

// A command with the drug library's limits.
struct pump_frame attack_library(uint8_t drug, uint8_t therapy, uint32_t rate_ulh,
                                 uint32_t bolus_nl);

// Ends the program: the bench itself does not work.
_Noreturn void attack_error(const char *what);

// The next random number (SplitMix64); the same for the same seed.
uint64_t attack_random(struct attack *attack);

// Power off and on.
void attack_reset(struct attack *attack);

#endif
