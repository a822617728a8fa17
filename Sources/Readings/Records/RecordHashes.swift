import ChainTypes

// Keccak of each `typeText`; the tests compute them.

extension Reading {
  public static var typeHash: Hash {
    Hash(
      Word(
        0x95ae_d65d_64ce_bf72, 0xaa92_07be_ce5b_77ab,
        0xde1f_15e1_cfc2_4be1, 0xd598_4dc0_16b2_0126))
  }
}

extension GapRecord {
  public static var typeHash: Hash {
    Hash(
      Word(
        0x7d59_4901_3a81_1669, 0x73bf_1a0a_b28a_6e09,
        0x071f_51e4_decf_3539, 0xcbc9_de9f_93b5_139b))
  }
}
