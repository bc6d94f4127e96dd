/* git_objects: the object database of a repository: packs as libgit2 reads them, single ("loose") objects as we do.
 * libgit2 1.5 never comes back from a loose object that is cut off, which is what a machine that went down while it was
 * written leaves behind; here it is damage, as every other one. */
#ifndef GIT_OBJECTS_H
#define GIT_OBJECTS_H

#include "base/arena.h"

#include <git2.h>

/* The objects of the repository, those of GIT_OBJECT_DIRECTORY where that is set, and those of all alternates. With
 * verify the checksum of every pack's index is looked at first, which reads them whole. Returns 0 or libgit2's code. On
 * success the caller frees it with git_odb_free. */
int git_objects_open(git_odb **objects, git_repository *repository, bool verify);

/* A backend that reads loose objects below the folder dir, which is copied. Returns 0 or libgit2's code. */
struct git_odb_backend;
int git_loose_backend(struct git_odb_backend **backend, const char *dir);

#endif
