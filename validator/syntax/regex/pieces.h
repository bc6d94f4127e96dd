/* pieces: a pattern that compiles, cut into its smallest parts with their places: for whoever looks at how it is written
 * rather than at what it matches. */
#ifndef SYNTAX_REGEX_PIECES_H
#define SYNTAX_REGEX_PIECES_H

#include "base/arena.h"

enum piece_kind {
    PIECE_LITERAL, /* one byte of text, escaped or not; [.] too */
    PIECE_ANY,     /* the dot */
    PIECE_CLASS,   /* one of several: [a-z], \d, \pL */
    PIECE_OPEN,    /* "(" with what belongs to it */
    PIECE_CLOSE,
    PIECE_BAR,
    PIECE_BEGIN, /* ^ and \A */
    PIECE_END,   /* $ and \z */
    PIECE_EDGE,  /* \b and \B */
    PIECE_STAR,  /* each repetition with the "?" that makes it lazy */
    PIECE_PLUS,
    PIECE_QUEST,
    PIECE_COUNT, /* {2,3} */
};

struct piece {
    enum piece_kind kind;
    char text;         /* of a literal */
    size_t start, end; /* bytes of the pattern */
};

struct pieces {
    struct piece *items; /* in the arena */
    size_t count;
};

/* Cuts the pattern. False where it holds what is too rare to be read here: flags, \Q, numbered characters, or something
 * that Go refuses. */
bool regex_pieces(struct pieces *p, struct arena *a, struct str pattern);

/* Whether it repeats what stands before it. */
bool piece_repeats(const struct piece *p);

#endif
