// SPDX-License-Identifier: Apache-2.0
/* Two ends of a connection with a pipe each way, for the tests of chan.
 *
 * Whoever calls the library for an end sets `sender` to it first: that is where tx writes.
 */
#ifndef RPRT_TEST_CHAN_RIG_H
#define RPRT_TEST_CHAN_RIG_H

#include "flash.h"
#include "rprt/chan.h"

#define PIPE 32768u

// Bytes of the record that holds a message of n bytes.
#define RECORD_SIZE(n) ((n) + (RPRT_AEAD == RPRT_AEAD_CCM ? 29u : 21u))

// One direction of the line.
struct pipe {
    uint8_t bytes[PIPE];
    size_t n;
    size_t seen; // ever written
};

struct end {
    struct flash flash; // for the random source
    struct rprt_port port;
    struct rprt_chan_config config;
    struct rprt_chan chan;
    struct pipe *out;
    struct pipe *in;
};

struct pair {
    struct end client;
    struct end server;
    struct pipe up;
    struct pipe down;
    size_t flip_at; // bit of the client's output to change, from 1; 0: none
};

extern struct end *sender;

// What an end of the rig is configured with, for either way of proving.
struct rprt_chan_config rig_config(const struct rprt_port *port, enum rprt_chan_end which);

struct pair *pair_new(void);
void pair_free(struct pair *pair);

// Begins anew with what stands in the configurations of the ends.
void pair_configure(struct pair *pair);

// Lets an end read at most so many bytes of what is in its pipe, and take a step.
enum rprt_status turn(struct end *end, size_t most);

// Opens both ends and lets them talk; true when both are open.
bool connect_pair(struct pair *pair, size_t most);

// The same with ends that are open already.
bool talk(struct pair *pair, size_t most);

// Closes both ends; what is on the line is lost.
void hang_up(struct pair *pair);

enum rprt_status send_from(struct end *end, const char *text);

// What arrives, as a string; empty unless RPRT_OK.
enum rprt_status receive_at(struct end *end, char *out, size_t size);

#endif
