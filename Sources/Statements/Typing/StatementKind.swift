import ChainTypes

/// Every type that anything of Cairn signs: the one table.
///
/// Who signs: a board or its instrument (`ReadingBatch`), a board (`Delegation`, `Correction`,
/// `Seal`, `Enrolment`), a witness (`Cosignature`), the aggregator (`Receipt`, `Checkpoint`), who
/// asks (`Want`), the fleet's key or its delegate (`Succession`, `Thaw`, `Manifest`).
public enum StatementKind: UInt8, CaseIterable, Sendable {
  case readingBatch = 1
  case delegation = 2
  case correction = 3
  case seal = 4
  case cosignature = 5
  case receipt = 6
  case checkpoint = 7
  case want = 8
  case succession = 9
  case thaw = 10
  case manifest = 11
  case enrolment = 12
}

extension StatementKind {
  /// `encodeType` of EIP-712.
  public var typeText: String {
    switch self {
    case .readingBatch:
      "ReadingBatch(address board,uint64 term,bytes32 instrument,uint64 number,"
        + "bytes32 root,uint32 count,bytes32 previous,bytes32 agent,bytes32 configuration)"
    case .delegation:
      "Delegation(address board,uint64 term,bytes32 instrument,uint32 index,address key)"
    case .correction:
      "Correction(address board,uint64 term,bytes16 boot,uint32 segment,int64 offset,"
        + "uint32 uncertainty)"
    case .seal:
      "Seal(address board,uint64 term,uint64 height,bytes32 blockHash,"
        + "bytes32 accessListHash,bytes32 manifestHash)"
    case .cosignature:
      "Cosignature(address board,uint64 term,uint64 height,bytes32 blockHash,"
        + "bytes32 accessListHash,bytes32 manifestHash,uint64 witnessTerm)"
    case .receipt:
      "Receipt(address board,uint64 term,uint64 height,bytes32 blockHash,"
        + "bytes32 manifestHash,uint64 time)"
    case .checkpoint:
      "Checkpoint(address log,uint64 size,bytes32 root,bytes32 previous,uint64 time,"
        + "bytes32 manifestHash)"
    case .want:
      "Want(address board,uint64 term,uint8 kind,uint64 first,uint64 last,bytes32 hash,"
        + "address asker,uint64 number)"
    case .succession:
      "Succession(address oldBoard,uint64 oldTerm,uint64 height,bytes32 blockHash,"
        + "address newBoard,uint64 newTerm,uint8 role,bytes32 manifestHash)"
    case .thaw:
      "Thaw(address board,uint64 term,uint64 height,bytes32 blockHash,bytes32 evidence,"
        + "bytes32 manifestHash)"
    case .manifest:
      "Manifest(uint64 version,bytes32 previous,bytes32 content)"
    case .enrolment:
      "Enrolment(address board,uint64 term,bytes32 genesisHash,bytes32 label,"
        + "bytes32 challenge)"
    }
  }

  /// Keccak of `typeText`; the tests compute it.
  public var typeHash: Hash {
    switch self {
    case .readingBatch:
      Hash(
        Word(
          0xa179_1a6a_1ed0_d1c7, 0xf79e_de7d_b43d_90f3,
          0x6313_fcba_8a06_c130, 0xe911_ebdf_2e48_d610))
    case .delegation:
      Hash(
        Word(
          0xb425_2f03_4b76_b1f6, 0x5a92_396d_d6ea_e005,
          0xbbc3_8d5e_220f_6790, 0x0f57_042e_baf9_3e3c))
    case .correction:
      Hash(
        Word(
          0x2b73_7386_9f3f_b3f4, 0x2618_9178_129c_a653,
          0xe868_d796_ac36_7d87, 0x861a_e545_27a1_9b78))
    case .seal:
      Hash(
        Word(
          0x0b9d_0e81_07d0_fe2c, 0xaa73_c476_4a39_e2e4,
          0x27d7_1a9f_d3b5_43ae, 0xc1a1_b82c_465f_665f))
    case .cosignature:
      Hash(
        Word(
          0x6508_3797_6b9e_2c53, 0x6e97_1e72_498e_d2af,
          0xaf11_cc6c_df47_d147, 0xf644_1f97_9ab3_c345))
    case .receipt:
      Hash(
        Word(
          0x06a0_bf23_e111_a46a, 0x6592_7b67_1cc0_0ed3,
          0x19e8_1919_a28a_3509, 0xd715_a67e_5b4b_2dca))
    case .checkpoint:
      Hash(
        Word(
          0x4b04_1eb0_1fa0_1839, 0x82b1_31c5_f7ec_1a30,
          0x0e40_38a0_bd1e_50cd, 0x23d6_143c_886c_5c0c))
    case .want:
      Hash(
        Word(
          0xe0da_a2b2_e6de_8a02, 0x053b_78e6_68ea_d593,
          0x5c1b_d7ea_3998_c699, 0xe155_ae53_828a_02b5))
    case .succession:
      Hash(
        Word(
          0x9ab6_f934_887d_533c, 0xdb5d_c7cd_b070_4442,
          0xad44_09db_53c1_47c0, 0x40be_6aac_d68f_ab5c))
    case .thaw:
      Hash(
        Word(
          0xe5ae_5223_14ad_52cc, 0xdb5f_8cf4_4758_61aa,
          0x9698_fa99_c65c_dabc, 0x70ba_8185_c7f9_b316))
    case .manifest:
      Hash(
        Word(
          0x69a0_ebe7_05e7_1174, 0x4b5b_785f_0942_e02f,
          0x61d9_d542_0029_75c8, 0x6011_9458_a171_b8cd))
    case .enrolment:
      Hash(
        Word(
          0x4b0e_7ee9_1ee9_168c, 0x007e_db07_066a_d6aa,
          0xa2c7_dabd_7767_fb58, 0x6e1c_a9a2_0042_dd8b))
    }
  }
}

extension FleetDomain {
  /// Keccak of `typeText`.
  public static var typeHash: Hash {
    Hash(
      Word(
        0xc30c_7bdf_60ea_15bf, 0xc9fe_da4b_843e_dafc,
        0x2323_ab4d_34d3_4e0c, 0x599a_80fc_aa47_b95e))
  }

  /// Keccak of `name`.
  public static var nameHash: Hash {
    Hash(
      Word(
        0x52ca_6b91_d078_cb96, 0x8af4_5d5b_887b_4856,
        0x9796_0808_94ca_1f91, 0xc317_6e39_fa90_4bb2))
  }

  /// Keccak of `version`.
  public static var versionHash: Hash {
    Hash(
      Word(
        0xcb4c_672f_298b_8bc6, 0xf5a9_5163_7e03_07cd,
        0x7adf_6128_82df_0950, 0xc89e_fdaa_54c0_f20c))
  }
}
