use super::tree::AddressPlan;
use crate::net::{AddressRange, Cidr};

impl AddressPlan {
    /// What nothing at all takes of the entry at `index`, as the fewest prefixes: neither what lies in it, of whichever
    /// cluster, nor what crosses it. New prefixes may go there.
    ///
    /// [`Self::free`] asks only for the entries that belong inside. Linear in the number of entries.
    pub fn unallocated(&self, index: usize) -> Vec<Cidr> {
        let Some(whole) = self.range(index) else { return Vec::new() };
        let taken: Vec<AddressRange> = self
            .ranges()
            .iter()
            .filter(|range| range.overlaps(whole) && !range.contains(whole))
            .copied()
            .collect();
        whole.without(&taken)
    }

    /// The first prefix of `length` bits in the entry at `index` that nothing takes.
    ///
    /// ```
    /// use netplat_core::{document::Document, model, plan::AddressPlan};
    /// let text = "| Name | CIDR |\n|---|---|\n| all | 10.0.0.0/8 |\n| a | 10.0.0.0/24 |\n| b | 10.0.2.0/24 |\n";
    /// let (model, _) = model::build(text, &Document::read(text), &[]);
    /// let plan = AddressPlan::of(&model);
    /// let free = |length| plan.first_free(0, length).map(|block| block.to_string());
    /// assert_eq!(free(24).as_deref(), Some("10.0.1.0/24"));
    /// assert_eq!(free(22).as_deref(), Some("10.0.4.0/22"));
    /// assert_eq!(free(8), None);
    /// ```
    pub fn first_free(&self, index: usize, length: u8) -> Option<Cidr> {
        // Blocks are as wide as they can be, so that no prefix that is free lies in two of them.
        let block = self.unallocated(index).into_iter().find(|block| block.length() <= length)?;
        Cidr::containing(block.first(), length)
    }
}
