using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ReportsAdmin.Platform.Spreadsheets.Legacy;

/// <summary>
/// Opens the .xlsx inside a password-protected workbook ([MS-OFFCRYPTO], "standard" and "agile" encryption with AES), so that
/// it is read by the same reader as any other .xlsx.
/// </summary>
internal static class EncryptedPackage
{
    // Excel opens workbooks with this password without asking: they are only protected against changes.
    private const string ReadOnlyPassword = "VelvetSweatshop";
    private const int Segment = 4096;
    private const int MaxSpins = 10_000_000;

    private static readonly byte[] VerifierInput = [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79];
    private static readonly byte[] VerifierValue = [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E];
    private static readonly byte[] KeyValue = [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6];

    /// <summary>The decrypted package; null when the container holds none, or one that is encrypted in another way than with AES. A wrong or missing password is refused.</summary>
    public static MemoryStream? Open(CompoundFile container, string? password)
    {
        if (container.Read("EncryptionInfo") is not { Length: > 8 } info)
            return null;
        try
        {
            var decrypt = (Short(info, 0), Short(info, 2)) switch
            {
                (4, 4) => Agile(info.AsSpan(8), password),
                (2 or 3 or 4, 2) => Standard(info.AsSpan(8), password),
                _ => null,
            };
            return decrypt is null ? null : Decrypted(container, decrypt);
        }
        catch (Exception cause)
            when (cause
                    is XmlException
                        or FormatException
                        or OverflowException
                        or CryptographicException
                        or ArgumentException
                        or IndexOutOfRangeException
                        or NullReferenceException
            )
        {
            throw SheetException.Damaged(cause);
        }
    }

    private static MemoryStream Decrypted(CompoundFile container, Func<int, byte[], byte[]> decrypt)
    {
        var package = container.Read("EncryptedPackage") ?? throw SheetException.Damaged();
        var size = BinaryPrimitives.ReadInt64LittleEndian(package);
        if (size < 0 || size > package.Length - 8)
            throw SheetException.Damaged();
        var plain = new MemoryStream((int)size);
        for (int at = 8, i = 0; at < package.Length && plain.Length < size; at += Segment, i++)
        {
            // Whatever stands behind the last whole block is no part of it.
            var length = Math.Min(Segment, (package.Length - at) & ~15);
            var part = decrypt(i, package.AsSpan(at, length).ToArray());
            plain.Write(part, 0, (int)Math.Min(part.Length, size - plain.Length));
        }

        return plain.Length == size ? plain : throw SheetException.Damaged();
    }

    private static Func<int, byte[], byte[]>? Standard(ReadOnlySpan<byte> info, string? password)
    {
        var headerSize = (int)Int(info, 0);
        var header = info.Slice(4, headerSize);
        var verifier = info[(4 + headerSize)..];
        var keyBytes = (int)Int(header, 16) / 8;
        if (Int(header, 8) is not (0x660E or 0x660F or 0x6610) || keyBytes is not (16 or 24 or 32))
            return null;
        var salt = verifier.Slice(4, 16);
        var aes = Aes.Create();
        aes.Key = StandardKey(salt, password, keyBytes);
        var expected = aes.DecryptEcb(verifier.Slice(40, 32), PaddingMode.None).AsSpan(0, SHA1.HashSizeInBytes);
        Require(expected, SHA1.HashData(aes.DecryptEcb(verifier.Slice(20, 16), PaddingMode.None)), password);
        return (_, part) => aes.DecryptEcb(part, PaddingMode.None);
    }

    private static byte[] StandardKey(ReadOnlySpan<byte> salt, string? password, int keyBytes)
    {
        var hash = Spin(HashAlgorithmName.SHA1, salt, password, 50_000);
        hash = SHA1.HashData([.. hash, 0, 0, 0, 0]);
        return [.. SHA1.HashData(Padded(hash, 0x36)).Concat(SHA1.HashData(Padded(hash, 0x5C))).Take(keyBytes)];
    }

    private static byte[] Padded(byte[] hash, byte fill)
    {
        var block = new byte[64];
        Array.Fill(block, fill);
        for (var i = 0; i < hash.Length; i++)
            block[i] ^= hash[i];
        return block;
    }

    private static Func<int, byte[], byte[]>? Agile(ReadOnlySpan<byte> info, string? password)
    {
        using var text = new StringReader(Encoding.UTF8.GetString(info).Trim('\0', '\uFEFF'));
        using var reader = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        var xml = XDocument.Load(reader);
        var data = AgileKey.Of(xml.Descendants().First(e => e.Name.LocalName == "keyData"));
        var element = xml.Descendants().FirstOrDefault(e => e.Name.LocalName == "encryptedKey");
        // Without a password key the file is protected by certificates.
        if (element is null || AgileKey.Of(element) is not { } own || data is null)
            return null;
        var spins = int.Parse(element.Attribute("spinCount")!.Value, CultureInfo.InvariantCulture);
        if (spins is < 0 or > MaxSpins)
            throw SheetException.Damaged();
        var hash = Spin(own.Hash, own.Salt, password, spins);
        var input = own.Decrypt(hash, VerifierInput, element.Attribute("encryptedVerifierHashInput")!.Value);
        var value = own.Decrypt(hash, VerifierValue, element.Attribute("encryptedVerifierHashValue")!.Value);
        var computed = CryptographicOperations.HashData(own.Hash, input.AsSpan(0, own.Salt.Length));
        Require(value.AsSpan(0, computed.Length), computed, password);
        var aes = Aes.Create();
        aes.Key = own.Decrypt(hash, KeyValue, element.Attribute("encryptedKeyValue")!.Value)[..data.KeyBytes];
        return (i, part) => aes.DecryptCbc(part, data.VectorOf(i), PaddingMode.None);
    }

    private static byte[] Spin(HashAlgorithmName algorithm, ReadOnlySpan<byte> salt, string? password, int times)
    {
        var hash = CryptographicOperations.HashData(
            algorithm,
            [.. salt, .. Encoding.Unicode.GetBytes(password ?? ReadOnlyPassword)]
        );
        var next = new byte[4 + hash.Length];
        for (var i = 0; i < times; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(next, i);
            hash.CopyTo(next, 4);
            CryptographicOperations.HashData(algorithm, next, hash);
        }

        return hash;
    }

    private static void Require(ReadOnlySpan<byte> stated, ReadOnlySpan<byte> computed, string? password)
    {
        if (!CryptographicOperations.FixedTimeEquals(stated, computed))
            throw LegacyWorkbook.Locked(password);
    }

    private static uint Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    /// <summary>How an agile file encrypts its package, or the key of it.</summary>
    private sealed record AgileKey(HashAlgorithmName Hash, byte[] Salt, int KeyBytes, int BlockSize)
    {
        /// <summary>Null for other ciphers than AES in CBC mode and for unknown hashes.</summary>
        public static AgileKey? Of(XElement element)
        {
            string Value(string name) => element.Attribute(name)?.Value ?? "";
            HashAlgorithmName? hash = Value("hashAlgorithm") switch
            {
                "SHA1" or "SHA-1" => HashAlgorithmName.SHA1,
                "SHA256" or "SHA-256" => HashAlgorithmName.SHA256,
                "SHA384" or "SHA-384" => HashAlgorithmName.SHA384,
                "SHA512" or "SHA-512" => HashAlgorithmName.SHA512,
                _ => null,
            };
            if (
                hash is not { } known
                || Value("cipherAlgorithm") != "AES"
                || Value("cipherChaining") != "ChainingModeCBC"
            )
                return null;
            return new AgileKey(
                known,
                Convert.FromBase64String(Value("saltValue")),
                int.Parse(Value("keyBits"), CultureInfo.InvariantCulture) / 8,
                int.Parse(Value("blockSize"), CultureInfo.InvariantCulture)
            );
        }

        public byte[] Decrypt(byte[] passwordHash, byte[] purpose, string encrypted)
        {
            using var aes = Aes.Create();
            aes.Key = Fit(CryptographicOperations.HashData(Hash, [.. passwordHash, .. purpose]), KeyBytes);
            return aes.DecryptCbc(Convert.FromBase64String(encrypted), Fit(Salt, BlockSize), PaddingMode.None);
        }

        public byte[] VectorOf(int segment)
        {
            var number = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(number, segment);
            return Fit(CryptographicOperations.HashData(Hash, [.. Salt, .. number]), BlockSize);
        }

        private static byte[] Fit(byte[] bytes, int length)
        {
            var fitted = new byte[length];
            Array.Fill(fitted, (byte)0x36);
            bytes.AsSpan(0, Math.Min(length, bytes.Length)).CopyTo(fitted);
            return fitted;
        }
    }
}
