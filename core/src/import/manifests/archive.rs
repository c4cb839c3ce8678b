//! Zip archives, as browsers, Git hosts and `zip` write them: stored and deflated files, without encryption and without
//! the extension for more than four gigabytes. An archive is hostile until proven otherwise: places in it are looked
//! up and never trusted, all of it may unpack to [`MAX_BYTES`] and no more, and what a file says is held against its
//! checksum.
//!
//! Source: PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.4.

use super::note::Why;
use super::source::{Source, unread, without_common_folder};
use crate::document::MAX_BYTES;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// Why an archive could not be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ArchiveError {
    /// It lacks the list of its files, which stands at its end.
    NoDirectory,
    /// It is of the extended kind for very large archives.
    Zip64,
}

impl std::fmt::Display for ArchiveError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::NoDirectory => "no zip archive, or one whose end is missing",
            Self::Zip64 => "the archive is of the kind for more than 65,535 files or four gigabytes (ZIP64)",
        })
    }
}

impl std::error::Error for ArchiveError {}

/// Whether `bytes` start as an archive does.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The files of the archive that `bytes` are, in its order; without the folder around all of them, if there is one.
/// Only files that a design takes in are unpacked.
///
/// # Errors
/// When its list of files cannot be found. A file that cannot be unpacked is a [`Source`] that says so.
pub fn archive(bytes: &[u8]) -> Result<Vec<Source>, ArchiveError> {
    unpack(bytes, MAX_BYTES)
}

/// As [`archive`], with room for so many bytes.
fn unpack(bytes: &[u8], mut room: usize) -> Result<Vec<Source>, ArchiveError> {
    let directory = Directory::find(bytes)?;
    let mut sources = Vec::new();
    let mut at = directory.start;
    for _ in 0..directory.count {
        let Some(entry) = Entry::read(bytes, at) else { break };
        at = entry.end;
        if entry.path.ends_with('/') {
            continue;
        }
        let content = match unread(&entry.path).or_else(|| entry.refusal()) {
            Some(why) => Err(why),
            None if entry.size > room => Err(Why::DoesNotFit),
            None => entry.unpack(bytes, directory.shift),
        };
        room -= content.as_ref().map_or(0, Vec::len);
        sources.push(Source { path: entry.path, content });
    }
    without_common_folder(&mut sources);
    Ok(sources)
}

/// Where an archive lists its files.
struct Directory {
    start: usize,
    count: usize,
    /// What stands before the archive in its file, as before one that unpacks itself.
    shift: usize,
}

impl Directory {
    const END: &[u8] = b"PK\x05\x06";
    const END_LENGTH: usize = 22;

    fn find(bytes: &[u8]) -> Result<Self, ArchiveError> {
        // A comment of up to 65,535 bytes may follow.
        let last = bytes.len().checked_sub(Self::END_LENGTH).ok_or(ArchiveError::NoDirectory)?;
        let first = last.saturating_sub(usize::from(u16::MAX));
        let is_end = |at: &usize| bytes.get(*at..).is_some_and(|rest| rest.starts_with(Self::END));
        let at = (first..=last).rev().find(is_end).ok_or(ArchiveError::NoDirectory)?;
        let field = |offset| u32_at(bytes, at + offset).ok_or(ArchiveError::NoDirectory);
        let count = u16_at(bytes, at + 10).ok_or(ArchiveError::NoDirectory)?;
        let (size, offset) = (field(12)?, field(16)?);
        if count == u16::MAX || offset == u32::MAX {
            return Err(ArchiveError::Zip64);
        }
        let start = at.checked_sub(size as usize).ok_or(ArchiveError::NoDirectory)?;
        let shift = start.checked_sub(offset as usize).ok_or(ArchiveError::NoDirectory)?;
        Ok(Self { start, count: usize::from(count), shift })
    }
}

/// A file as the directory lists it.
struct Entry {
    path: String,
    flags: u16,
    method: u16,
    checksum: u32,
    packed: usize,
    size: usize,
    /// Where its own head stands.
    offset: usize,
    is_link: bool,
    /// Where the next entry begins.
    end: usize,
}

impl Entry {
    fn read(bytes: &[u8], at: usize) -> Option<Self> {
        if !bytes.get(at..)?.starts_with(b"PK\x01\x02") {
            return None;
        }
        let short = |offset: usize| u16_at(bytes, at + offset);
        let long = |offset: usize| u32_at(bytes, at + offset).map(|value| value as usize);
        let name = at + 46;
        let name_end = name + usize::from(short(28)?);
        let raw = bytes.get(name..name_end)?;
        // Only Unix says what a file is: in the upper half of its attributes.
        let is_unix = short(4)? >> 8 == 3;
        let mode = long(38)? >> 16;
        Some(Self {
            path: path(raw),
            flags: short(8)?,
            method: short(10)?,
            checksum: u32_at(bytes, at + 16)?,
            packed: long(20)?,
            size: long(24)?,
            offset: long(42)?,
            is_link: is_unix && mode & 0o170_000 == 0o120_000,
            end: name_end + usize::from(short(30)?) + usize::from(short(32)?),
        })
    }

    /// Why the file is not unpacked, if it is not.
    fn refusal(&self) -> Option<Why> {
        if self.is_link {
            return Some(Why::Link);
        }
        if self.flags & 1 != 0 {
            return Some(Why::Unreadable("encrypted".to_owned()));
        }
        let is_known = matches!(self.method, 0 | 8);
        (!is_known).then(|| Why::Unreadable(format!("packed by method {}, which is not read", self.method)))
    }

    fn unpack(&self, bytes: &[u8], shift: usize) -> Result<Vec<u8>, Why> {
        let damaged = || Why::Unreadable("damaged in the archive".to_owned());
        let head = shift.checked_add(self.offset).ok_or_else(damaged)?;
        let is_head = bytes.get(head..).is_some_and(|rest| rest.starts_with(b"PK\x03\x04"));
        let name = u16_at(bytes, head + 26).filter(|_| is_head).ok_or_else(damaged)?;
        let extra = u16_at(bytes, head + 28).ok_or_else(damaged)?;
        let start = head + 30 + usize::from(name) + usize::from(extra);
        let packed = bytes.get(start..start.saturating_add(self.packed)).ok_or_else(damaged)?;
        let unpacked = match self.method {
            0 => packed.to_vec(),
            _ => decompress_to_vec_with_limit(packed, self.size).map_err(|_| damaged())?,
        };
        let is_whole = unpacked.len() == self.size && checksum(&unpacked) == self.checksum;
        if is_whole { Ok(unpacked) } else { Err(damaged()) }
    }
}

/// The path of an entry. Those that lead out of the archive, or to its root, stay within.
fn path(raw: &[u8]) -> String {
    let name = String::from_utf8_lossy(raw).replace('\\', "/");
    let is_folder = name.ends_with('/');
    let parts: Vec<&str> = name.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
    let mut path = parts.join("/");
    if is_folder {
        path.push('/');
    }
    path
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

/// CRC-32 as in ISO 3309: reversed, of the polynomial 0x04C11DB7.
fn checksum(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut index = 0;
        while index < 256 {
            let mut value = index as u32;
            let mut bit = 0;
            while bit < 8 {
                value = if value & 1 == 1 { 0xEDB8_8320 ^ (value >> 1) } else { value >> 1 };
                bit += 1;
            }
            table[index] = value;
            index += 1;
        }
        table
    };
    let step = |sum: u32, byte: &u8| TABLE[((sum ^ u32::from(*byte)) & 0xff) as usize] ^ (sum >> 8);
    !bytes.iter().fold(!0, step)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec;
    use proptest::prelude::*;

    /// An archive as programs write it; files with an even index are deflated.
    fn pack(files: &[(&str, &[u8])]) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        for (index, (name, bytes)) in files.iter().enumerate() {
            let method: u16 = if index % 2 == 0 { 8 } else { 0 };
            let packed = if method == 8 { compress_to_vec(bytes, 6) } else { bytes.to_vec() };
            let mut common = Vec::new();
            for short in [20, 0, method, 0, 0] {
                common.extend(short.to_le_bytes());
            }
            for long in [checksum(bytes), packed.len() as u32, bytes.len() as u32] {
                common.extend(long.to_le_bytes());
            }
            common.extend((name.len() as u16).to_le_bytes());
            common.extend(0_u16.to_le_bytes());
            directory.extend(b"PK\x01\x02\x14\x03");
            directory.extend(&common);
            directory.extend([0; 10]);
            directory.extend((out.len() as u32).to_le_bytes());
            directory.extend(name.as_bytes());
            out.extend(b"PK\x03\x04");
            out.extend(&common);
            out.extend(name.as_bytes());
            out.extend(packed);
        }
        let start = out.len() as u32;
        out.extend(&directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend([(files.len() as u16).to_le_bytes(); 2].concat());
        out.extend((directory.len() as u32).to_le_bytes());
        out.extend(start.to_le_bytes());
        out.extend([0, 0]);
        out
    }

    #[test]
    fn files_are_unpacked_without_the_folder_around_them() {
        let bytes = pack(&[
            ("repo-main/", b""),
            ("repo-main/a.yaml", b"kind: A\nkind: A\nkind: A\n"),
            ("repo-main/sub/b.yaml", b"b"),
            ("repo-main/logo.png", b"\x89PNG"),
        ]);
        // What stands before an archive shifts its places.
        for bytes in [bytes.clone(), [b"#!/bin/sh\n".to_vec(), bytes].concat()] {
            let found = archive(&bytes).unwrap();
            let expected = [
                Source::new("a.yaml", b"kind: A\nkind: A\nkind: A\n".to_vec()),
                Source::new("sub/b.yaml", b"b".to_vec()),
                Source::left("logo.png", Why::OtherFormat),
            ];
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_file_that_says_less_than_it_unpacks_to_is_damaged() {
        let mut bytes = pack(&[("a.yaml", &[b'a'; 100_000])]);
        let size = 100_000_u32.to_le_bytes();
        let lie = 10_u32.to_le_bytes();
        for at in 0..bytes.len() - 4 {
            if bytes[at..at + 4] == size {
                bytes[at..at + 4].copy_from_slice(&lie);
            }
        }
        let found = archive(&bytes).unwrap();
        assert!(matches!(&found[0].content, Err(Why::Unreadable(_))), "{found:?}");
    }

    #[test]
    fn paths_stay_within_the_archive() {
        let found =
            archive(&pack(&[("../../etc/a.yaml", b"a"), ("/b.yaml", b"b"), ("c\\d.yaml", b"c")])).unwrap();
        let paths: Vec<&str> = found.iter().map(|source| source.path.as_str()).collect();
        assert_eq!(paths, ["etc/a.yaml", "b.yaml", "c/d.yaml"]);
    }

    #[test]
    fn many_entries_of_the_same_bytes_unpack_to_no_more_than_there_is_room_for() {
        let one = pack(&[("a.yaml", &[b'a'; 501])]);
        // The directory lists the one file three times.
        let at = one.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
        let end = one.len() - 22;
        let (head, entry) = (&one[..at], &one[at..end]);
        let mut bytes = [head, entry, entry, entry].concat();
        bytes.extend(b"PK\x05\x06\0\0\0\0\x03\0\x03\0");
        bytes.extend((3 * entry.len() as u32).to_le_bytes());
        bytes.extend((at as u32).to_le_bytes());
        bytes.extend([0, 0]);
        let found = unpack(&bytes, 1000).unwrap();
        let left: Vec<bool> = found.iter().map(|source| source.content == Err(Why::DoesNotFit)).collect();
        assert_eq!(left, [false, true, true]);
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_asked(mut bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0usize..400, byte in any::<u8>()) {
            let _ = archive(&bytes);
            let mut packed = pack(&[("a.yaml", &bytes), ("b.yaml", b"b")]);
            let at = at % packed.len();
            packed[at] = byte;
            let _ = archive(&packed);
            bytes.extend(b"PK\x05\x06");
            bytes.extend([byte; 18]);
            let _ = archive(&bytes);
        }
    }
}
