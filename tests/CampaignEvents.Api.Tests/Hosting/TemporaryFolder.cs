using System.Security.Cryptography;

namespace CampaignEvents.Api.Tests.Hosting;

/// <summary>A folder of the test's own, which other users may pass through and which goes away with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const UnixFileMode OthersPass = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public TemporaryFolder()
    {
        FullPath = Path.Combine("/tmp", $"campaign-events-test-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        Directory.CreateDirectory(FullPath);
        File.SetUnixFileMode(FullPath, OthersPass);
    }

    public string FullPath { get; }

    public string At(params string[] names) => Path.Combine([FullPath, .. names]);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
