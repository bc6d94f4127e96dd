/* stamp: what a file or a folder on the disk is like, without opening a file: enough to see that something changed. */
#ifndef BASE_STAMP_H
#define BASE_STAMP_H

#include "base/fingerprint.h"

/* Names, kinds, sizes, times and inodes of path and everything below it, symbolic links followed, folders called .git
 * left out. What is not there, can't be looked at, or goes round in a circle has its stamp too. except is a folder that
 * is left out, or NULL: where the caller itself writes. Reads directories only; a folder of ten thousand files takes
 * some tens of milliseconds. Not known (see fingerprint.h) where there are more than a million entries: a change in one
 * that was not looked at would go unseen. */
struct fingerprint stamp_path(const char *path, const char *except);

#endif
