/* position: places in a text as a language client counts them (LSP 3.17, PositionEncodingKind), and back. */
#ifndef LSP_POSITION_H
#define LSP_POSITION_H

#include "base/buf.h"

enum position_encoding { POSITION_UTF16, POSITION_UTF8, POSITION_UTF32 }; /* UTF-16 where nothing was agreed on */

struct lsp_position {
    size_t line, character; /* from 0; characters are units of the encoding */
};

/* The offset in bytes of a position. As the protocol has it, a character past the end of its line is that end; a line
 * past the last is the end of the text; one inside of a code point is where that begins. */
size_t position_offset(struct str text, enum position_encoding e, struct lsp_position p);
/* The position of an offset, which past the end of the text is that end. */
struct lsp_position position_of(struct str text, enum position_encoding e, size_t offset);

/* Puts with in place of what stands from one position to the other. False, with text as it was, where they are the
 * wrong way round. */
bool position_replace(struct buf *text, enum position_encoding e, struct lsp_position from, struct lsp_position to,
                      struct str with);

#endif
