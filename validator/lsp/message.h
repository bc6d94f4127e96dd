/* message: the bytes of a language client to messages (LSP 3.17, base protocol): header lines, an empty line, and as
 * many bytes as Content-Length says. */
#ifndef LSP_MESSAGE_H
#define LSP_MESSAGE_H

#include "base/buf.h"

/* No header is longer, and no message: a client that sends more is not one. In bytes. */
#define MESSAGE_MOST_HEADER 4096u
#define MESSAGE_MOST_BODY (64u << 20)

/* A zeroed struct has read nothing. It owns what was fed until message_reader_free. */
struct message_reader {
    struct buf bytes;
    size_t taken; /* bytes before are of messages that were given out */
};

/* MESSAGE_BROKEN: where the next message begins can't be known; nothing after it may be believed. */
enum message_state { MESSAGE_MORE, MESSAGE_WHOLE, MESSAGE_BROKEN };

/* Takes what came, in pieces of any size; invalidates bodies given before. */
void message_feed(struct message_reader *r, struct str bytes);
/* The next whole message's body, which is valid until the next feed. */
enum message_state message_next(struct message_reader *r, struct str *body);
void message_reader_free(struct message_reader *r);

/* Appends a message with this body. */
void message_put(struct buf *out, struct str body);

#endif
