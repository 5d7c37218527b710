// SPDX-License-Identifier: Apache-2.0
/*
 * The communications side of the pump: three lines, their commands, and the drug library.
 *
 * It runs below the essential function and may be hung, broken or restarted at any time.  What it
 * decides reaches the motor only as a struct pump_order.
 *
 * Each control is a seam: one header (pump/seam/NAME.h), and one or two bodies of which the build
 * takes the one that the plan asks for.  seam/NAME_state.h gives the state it keeps in the pump.
 */
#ifndef PUMP_APP_H
#define PUMP_APP_H

#include "pump/core.h"
#include "pump/frame.h"
#include "pump/port.h"
#include "pump/seam/access_state.h"
#include "pump/seam/keep_state.h"
#include "pump/seam/link_state.h"
#include "pump/seam/log_state.h"
#include "pump/seam/secrets_state.h"
#include "pump/seam/update_state.h"

// Types of frames.  A payload starts with the fields named here, little-endian.
enum pump_command {
    PUMP_CMD_STATUS = 0x01,
    PUMP_CMD_PING = 0x02,       // the server's sign of life
    PUMP_CMD_IDENTITY = 0x03,   // which plan the image was built from
    PUMP_CMD_PROGRAM = 0x10,    // drug u8, rate u32 in ul/h: sets and starts
    PUMP_CMD_BOLUS = 0x11,      // volume u32 in nl
    PUMP_CMD_STOP = 0x12,       //
    PUMP_CMD_LIB_PUT = 0x20,    // drug u8, therapy u8, rate u32, bolus u32: hard limits
    PUMP_CMD_LIB_GET = 0x21,    // drug u8
    PUMP_CMD_LOGIN = 0x30,      // user u8, PIN 4 to 8 digits
    PUMP_CMD_LOGOUT = 0x31,     //
    PUMP_CMD_EMERGENCY = 0x32,  // reason u8, minutes u8; with the button pressed
    PUMP_CMD_UPD_BEGIN = 0x40,  // manifest
    PUMP_CMD_UPD_CHUNK = 0x41,  // offset u32, bytes
    PUMP_CMD_UPD_END = 0x42,    //
    PUMP_CMD_LOG_READ = 0x50,   // index u32
    PUMP_CMD_CLOCK = 0x51,      // seconds u32
    PUMP_CMD_PEEK = 0x60,       // address u32
    PUMP_CMD_POKE = 0x61,       // address u32, value u32
    PUMP_CMD_RESET = 0x62,      //
    PUMP_CMD_GUARD_RESET = 0x63 // back from degraded to normal operation
};

// First byte of an answer.
enum pump_result {
    PUMP_DONE = 0x5A,
    PUMP_REFUSED = 0x3C, // not allowed here and now
    PUMP_WRONG = 0x69,   // malformed or out of range
    PUMP_FAILED = 0x96,  // allowed, and did not succeed
};

enum {
    PUMP_DRUGS = 8,
};

struct pump_drug {
    uint8_t therapy; // enum pump_therapy, PUMP_THERAPY_NONE: no such drug
    uint32_t rate_max_ulh;
    uint32_t bolus_max_nl;
};

struct pump_app {
    const struct pump_port *port;
    const struct pump_core *core;   // to read only
    struct pump_exchange *exchange; // to write
    struct pump_parser parser[PUMP_LINE_COUNT];
    struct pump_drug drugs[PUMP_DRUGS];
    struct pump_order order; // the last one published
    uint32_t seq;            // of it; also counts orders that the guard refused
    uint8_t drug;            // of the programme
    uint32_t accepted;       // commands carried out that change therapy, library or firmware, wraps
    uint32_t refused;        // commands not allowed, wraps
    uint32_t refusals;       // of them not yet in the log
    uint32_t refusal_ms;     // when one was last written there
    struct pump_secrets secrets;
    struct pump_access access;
    struct pump_keep keep;
    struct pump_link link;
    struct pump_log log;
    struct pump_update update;
};

// One command being carried out.
struct pump_call {
    struct pump_app *app;
    enum pump_line line;
    const struct pump_frame *in;
    struct pump_frame *out; // type and tag are filled in, payload[0] is the result
};

// Starts everything on the communications side; decides which firmware runs, loads the library.
// Borrows its arguments for as long as the app lives.
void pump_app_init(struct pump_app *app, const struct pump_port *port, const struct pump_core *core,
                   struct pump_exchange *exchange);

// One turn of the loop: at most one read per line, and the commands in it.
void pump_app_poll(struct pump_app *app);

// Takes the bytes that a line delivered (for the network: after the link's protection).
void pump_app_bytes(struct pump_app *app, enum pump_line line, const uint8_t *bytes, size_t n);

// Sends a frame on a line, through the link's protection where there is one.
void pump_app_send(struct pump_app *app, enum pump_line line, const struct pump_frame *frame);

// Gives the order to the essential function and its copy to the dose check.
void pump_app_publish(struct pump_app *app, struct pump_order order);

// Counts a refusal; true when it is time to write one to the log again.
bool pump_app_refusal_due(struct pump_app *app);

// Writes a refusal to the log, but not each one of a flood, which would push everything else out:
// one in ten seconds, with the number of those before it in the upper half of `b`.
void pump_app_log_refusal(struct pump_app *app, uint32_t event, uint32_t a, enum pump_line line);

void pump_app_note(struct pump_app *app, enum pump_note note);

// The drug library as kept, or the maker's own when none can be trusted.
void pump_library_init(struct pump_app *app);

// Handlers, by subject (therapy.c, service.c).
enum pump_result pump_do_program(struct pump_call *call);
enum pump_result pump_do_bolus(struct pump_call *call);
enum pump_result pump_do_stop(struct pump_call *call);
enum pump_result pump_do_lib_put(struct pump_call *call);
enum pump_result pump_do_lib_get(struct pump_call *call);
enum pump_result pump_do_status(struct pump_call *call);
enum pump_result pump_do_ping(struct pump_call *call);
enum pump_result pump_do_identity(struct pump_call *call);
enum pump_result pump_do_login(struct pump_call *call);
enum pump_result pump_do_logout(struct pump_call *call);
enum pump_result pump_do_emergency(struct pump_call *call);
enum pump_result pump_do_upd_begin(struct pump_call *call);
enum pump_result pump_do_upd_chunk(struct pump_call *call);
enum pump_result pump_do_upd_end(struct pump_call *call);
enum pump_result pump_do_log_read(struct pump_call *call);
enum pump_result pump_do_clock(struct pump_call *call);
enum pump_result pump_do_peek(struct pump_call *call);
enum pump_result pump_do_poke(struct pump_call *call);
enum pump_result pump_do_reset(struct pump_call *call);
enum pump_result pump_do_guard_reset(struct pump_call *call);

#endif
