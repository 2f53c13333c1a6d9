using OtpNet;

namespace ReportsAdmin.Features.Access.SecondFactors;

/// <summary>Codes of authenticator apps: six digits that change every 30 seconds (RFC 6238).</summary>
internal static class AuthenticatorCodes
{
    public const int Digits = 6;
    private const int KeyBytes = 20;
    private const int StepSeconds = 30;

    /// <summary>The phone's clock may be half a minute off; the code before and the code after count too.</summary>
    private const int Steps = 1;

    public static byte[] NewKey() => KeyGeneration.GenerateRandomKey(KeyBytes);

    /// <summary>The key as apps take it by hand, in groups of four.</summary>
    public static string Spelled(byte[] key) =>
        string.Join(' ', Base32Encoding.ToString(key).Chunk(4).Select(c => new string(c)));

    /// <summary>The address that a QR code gives to an app.</summary>
    public static string Address(byte[] key, string company, string email) =>
        new OtpUri(OtpType.Totp, key, email, company).ToString();

    /// <summary>The code of a moment; what the app shows.</summary>
    public static string At(byte[] key, DateTime utc) => Of(key).ComputeTotp(utc);

    /// <summary>The time step of the code; null when it is not one of the key's at this moment.</summary>
    public static long? StepOf(byte[] key, string code, DateTime now) =>
        Of(key).VerifyTotp(now, code, out var step, new VerificationWindow(Steps, Steps)) ? step : null;

    /// <summary>The latest step that can be accepted at a moment. A later one was written while the clock was wrong.</summary>
    public static long LastStepOf(DateTime now) => new DateTimeOffset(now).ToUnixTimeSeconds() / StepSeconds + Steps;

    private static Totp Of(byte[] key) => new(key, StepSeconds, OtpHashMode.Sha1, Digits);
}
